"""Take an invitation back: its link takes no answer any more, and nothing that still waits is sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import not_found
from survey.store import invitations, partials
from survey.store.invitations import Revoked

REVOKED = "survey.invitation.revoked"


@dataclass(frozen=True)
class Revocation:
    """What was taken back, and whether that is new."""

    revoked: Revoked
    is_new: bool


def revoke_invitation(
    connection: Connection, invitation_id: UUID, reason: str, *, now: datetime, request_id: str
) -> Revocation:
    """Again, it changes nothing: the first reason stays. Problem (404) when there is no such invitation.

    What had been chosen and not sent goes too: nobody asks for it any more.
    """
    revoked = invitations.revoke(connection, invitation_id, reason, now)
    if revoked is None:
        before = invitations.revoked(connection, invitation_id)
        if before is None:
            raise not_found("invitation")
        return Revocation(before, is_new=False)
    partials.drop(connection, invitation_id)
    data = {
        "invitation_id": str(revoked.id),
        "customer_key": revoked.customer_key,
        "survey": revoked.survey,
        "version": revoked.version,
        "reason": revoked.reason,
    }
    events.append(connection, [Event(new_id(), REVOKED, str(revoked.id), now, request_id, data)])
    return Revocation(revoked, is_new=True)
