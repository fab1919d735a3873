"""How the API writes into the audit trail: what was changed by whom, in the transaction of the change."""

from typing import Any

from psycopg import Connection

from shared import access, web
from shared.clock import now
from survey.store import audit
from survey.store.audit import Entry


def note(connection: Connection, action: str, subject: str, **detail: Any) -> None:
    """Note that the caller has done this. The subject is a key or a pseudonym, never a name."""
    by, request_id = access.caller().name, web.request_id()
    audit.note(connection, Entry(now(), by, action, subject, request_id, detail))
