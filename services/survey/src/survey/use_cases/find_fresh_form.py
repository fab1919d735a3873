"""Find what stands in a form that nobody has chosen anything in yet."""

from datetime import datetime
from typing import NamedTuple

from shared.db import Executes
from survey.domain.answers import Answers
from survey.domain.brands import Brand
from survey.domain.invitations import token_hash
from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.showings import Showing
from survey.domain.surveys import Survey
from survey.store import brands, links, surveys
from survey.use_cases.find_invitation import Found, find_invitation


class FreshForm(NamedTuple):
    """What is asked, in which language, what is told, what is not asked since it is known, and the brand around it."""

    survey: Survey
    version: int
    language: str
    facts: Facts
    known: Answers
    brand: Brand

    def showing(self, now: datetime) -> Showing:
        """What it says when it comes back. Where less may be asked, its survey does not tell what was."""
        second = int(now.timestamp())
        return Showing(second) if self.survey.asks_less else Showing(second, self.survey.key, self.version)


def find_fresh_form(connection: Executes, token: str, *, now: datetime) -> FreshForm | None:
    """None for a link that is unknown, closed, or used, and for one of an anonymous survey."""
    link = links.find_fresh(connection, token_hash(token), now)
    if link is None:
        return None
    survey = surveys.get(connection, link.survey, link.version)
    if survey.anonymous:
        return None
    if survey.asks_less:
        found = find_invitation(connection, token, now=now)
        return fresh(found) if found else None
    facts = NOTHING_KNOWN
    if survey.needs_facts:
        facts = Facts(link.name, link.happened_at, {"product": link.product})
    return FreshForm(survey, link.version, link.language, facts, {}, brands.get(connection, link.brand))


def fresh(found: Found) -> FreshForm:
    """The form of a link before anything was chosen."""
    link = found.link
    return FreshForm(found.survey, link.version, link.language, found.facts, found.known, found.brand)
