"""Find what an open link leads to."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from survey.domain.brands import Brand
from survey.domain.invitations import token_hash
from survey.domain.open_links import OpenLink
from survey.domain.surveys import Survey
from survey.store import brands, open_links, surveys


@dataclass(frozen=True)
class FoundOpen:
    """The link, its survey in the newest version, the brand around it, and whether it takes answers."""

    link: OpenLink
    version: int
    survey: Survey
    brand: Brand
    open: bool


def find_open_link(connection: Connection, token: str, *, now: datetime) -> FoundOpen | None:
    """None when no link was ever made with this token. Looks only: nothing is stored, spent or counted."""
    found = open_links.find(connection, token_hash(token))
    if found is None:
        return None
    link, version, brand = found
    survey = surveys.get(connection, link.survey, version)
    return FoundOpen(link, version, survey, brands.get(connection, brand), link.takes_answers(now))
