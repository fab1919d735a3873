"""The audit trail on the wire."""

from marshmallow import Schema, fields

from shared.paging import PageArguments


class AuditArguments(PageArguments):
    """Which entries to list."""

    subject = fields.String(
        load_default=None, metadata={"description": "Only what was done to this survey, trigger or pseudonym"}
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
