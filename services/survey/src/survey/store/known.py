"""What is known of a customer and a touchpoint before anything is asked."""

from psycopg import Connection

from shared.db import statements
from survey.domain.invitations import Invitation
from survey.domain.piping import NOTHING_KNOWN, Facts

_SQL = statements("survey.store", "known")


def facts(connection: Connection, invitation: Invitation) -> Facts:
    """The facts behind an invitation; nothing of a customer who has been erased."""
    row = connection.execute(
        _SQL["facts"],
        {
            "customer_key": invitation.customer_key,
            "source": invitation.touchpoint_source,
            "id": invitation.touchpoint_id,
        },
    ).fetchone()
    return Facts(row[0], row[1], {**row[2], **invitation.context}) if row else NOTHING_KNOWN
