"""Find what a customer's link leads to."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from survey.domain.invitations import Invitation, token_hash
from survey.domain.surveys import Survey
from survey.store import invitations, responses, surveys


@dataclass(frozen=True)
class Found:
    """The invitation behind a link, its survey, and whether it is still to be answered."""

    invitation: Invitation
    survey: Survey
    answered: bool
    expired: bool


def find_invitation(connection: Connection, token: str, *, now: datetime) -> Found | None:
    """None when no link was ever made with this token. Looks only: nothing is stored, spent or counted."""
    invitation = invitations.by_token(connection, token_hash(token))
    if invitation is None:
        return None
    return Found(
        invitation,
        surveys.get(connection, invitation.survey, invitation.version),
        answered=responses.exists(connection, invitation.id),
        expired=now >= invitation.expires_at,
    )
