"""The audit trail at the edge: how an API writes into it, and `GET /<service>/v1/audit`, which lists it."""

from typing import Any

from marshmallow import Schema, fields
from psycopg import Connection

from shared import access, audit, paging, web
from shared.audit import Entry
from shared.clock import now
from shared.paging import PageArguments
from shared.service import current

blueprint = access.Blueprint("audit", __name__, url_prefix="/audit", description="Who changed what, and when")


def note(connection: Connection, action: str, subject: str, **detail: Any) -> None:
    """Note, in the transaction of the change, that the caller has made it.

    The subject is a key or a pseudonym, never a name.
    """
    by, request_id = access.caller().name, web.request_id()
    audit.note(connection, Entry(now(), by, action, subject, request_id, detail))


class AuditArguments(PageArguments):
    """Which entries to list."""

    subject = fields.String(
        load_default=None, metadata={"description": "Only what was done to what has this key or pseudonym"}
    )


class EntrySchema(Schema):
    """One change."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    by = fields.String(metadata={"description": "The name of the key that made it"})
    action = fields.String()
    subject = fields.String()
    detail = fields.Dict()
    request_id = fields.String()


class AuditPageSchema(Schema):
    """A page of the trail; `next` is null on the last one."""

    items = fields.List(fields.Nested(EntrySchema))
    next = fields.String(allow_none=True)


@blueprint.route("", methods=["GET"], scope="audit:read")
@blueprint.arguments(AuditArguments, location="query")
@blueprint.response(200, AuditPageSchema)
def list_entries(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the audit trail, oldest first"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = audit.page(connection, arguments["subject"], after, limit)
    return paging.page_of(items, limit, lambda entry: (entry.at, entry.id))
