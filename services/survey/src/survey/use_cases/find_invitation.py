"""Find what a customer's link leads to."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from survey.domain.answers import Answers
from survey.domain.invitations import Invitation, token_hash
from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.surveys import Survey, known_answers
from survey.store import invitations, known, responses, surveys


@dataclass(frozen=True)
class Found:
    """The invitation behind a link, its survey, what is known already, and whether it is still to be answered."""

    invitation: Invitation
    survey: Survey
    facts: Facts
    known: Answers
    answered: bool
    expired: bool


def find_invitation(connection: Connection, token: str, *, now: datetime) -> Found | None:
    """None when no link was ever made with this token. Looks only: nothing is stored, spent or counted."""
    invitation = invitations.by_token(connection, token_hash(token))
    if invitation is None:
        return None
    survey = surveys.get(connection, invitation.survey, invitation.version)
    facts = known.facts(connection, invitation) if survey.needs_facts else NOTHING_KNOWN
    return Found(
        invitation,
        survey,
        facts,
        known_answers(survey, facts),
        answered=responses.exists(connection, invitation.id),
        expired=now >= invitation.expires_at,
    )
