"""Find what a customer's link leads to."""

from dataclasses import dataclass
from datetime import datetime

from shared.db import Executes
from survey.domain.anonymity import mark_of
from survey.domain.answers import Answers
from survey.domain.brands import Brand
from survey.domain.invitations import token_hash
from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.responses import INVITATION, Response
from survey.domain.surveys import Survey, known_answers
from survey.store import anonymous_answers, brands, links, surveys
from survey.store.links import Link


@dataclass(frozen=True)
class Found:
    """The link, its survey, what is known already, whether its time is over, and the brand around it."""

    link: Link
    survey: Survey
    facts: Facts
    known: Answers
    expired: bool
    brand: Brand
    # An anonymous answer was given by this link; which one, nobody knows.
    spent: bool = False

    @property
    def answered(self) -> bool:
        """Whether the customer has sent an answer, not only begun one."""
        return self.spent or bool(self.link.complete)

    @property
    def given(self) -> Answers:
        """What the customer has answered or at least chosen so far, the newest."""
        if not self.answered and self.link.partial:
            return self.link.partial
        return self.link.answers or {}

    @property
    def open(self) -> bool:
        """Whether answers are still taken."""
        return not (self.expired or self.link.revoked)

    def response(
        self,
        answers: Answers,
        *,
        language: str,
        now: datetime,
        mark: str | None = None,
        quick: bool | None = None,
    ) -> Response:
        """What a customer says who sends these answers now."""
        link = self.link
        return Response(
            id=link.id,
            survey=link.survey,
            version=link.version,
            customer_key=link.customer_key,
            source=INVITATION,
            language=language,
            context=link.context,
            answers=answers,
            submitted_at=now,
            known=self.known,
            touchpoint=link.touchpoint,
            mark=mark,
            quick=quick,
        )


def find_invitation(connection: Executes, token: str, *, now: datetime) -> Found | None:
    """None when no link was ever made with this token. Looks only: nothing is stored, spent or counted."""
    link = links.find(connection, token_hash(token))
    if link is None:
        return None
    survey = surveys.get(connection, link.survey, link.version)
    facts = _facts(link) if survey.needs_facts else NOTHING_KNOWN
    # What was not asked the first time is not asked in a correction either.
    known = link.known
    if known is None:
        known = known_answers(survey, facts) if survey.needs_facts else {}
    brand = brands.get(connection, link.brand)
    return Found(
        link,
        survey,
        facts,
        known,
        expired=now >= link.expires_at,
        brand=brand,
        spent=survey.anonymous and anonymous_answers.is_marked(connection, mark_of(token)),
    )


def _facts(link: Link) -> Facts:
    return Facts(link.name, link.happened_at, {**(link.attributes or {}), **link.context})
