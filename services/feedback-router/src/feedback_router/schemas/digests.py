"""Digests on the wire."""

from marshmallow import Schema, fields

from shared.accepted import KEY
from shared.paging import PageArguments


class DigestArguments(PageArguments):
    """Whose."""

    executive = fields.String(load_default=None, validate=KEY)


class DigestSchema(Schema):
    """A digest, and whether it was opened and acknowledged."""

    id = fields.UUID()
    executive = fields.String()
    day = fields.Date(metadata={"description": "On the executive's own calendar"})
    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    language = fields.String()
    time_zone = fields.String()
    sent_at = fields.AwareDateTime(allow_none=True)
    failed = fields.String(allow_none=True, metadata={"description": "Why the mail reached nobody"})
    opened_at = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "Told by the page's script, or by the button; looking alone counts nothing"},
    )
    acknowledged_at = fields.AwareDateTime(allow_none=True)


class UnusualSchema(Schema):
    """What came in more often than usual."""

    journey = fields.String(allow_none=True)
    severity = fields.Integer()
    count = fields.Integer()
    usual = fields.Float()
    chance = fields.Float(metadata={"description": "How likely so many are when nothing has changed"})


class LateSchema(Schema):
    """What one person answers for and was overdue."""

    team = fields.String()
    person = fields.String()
    count = fields.Integer()
    oldest_due_at = fields.AwareDateTime()


class WaitingDecisionsSchema(Schema):
    """Automatic decisions that wait for a person: left to one, or to be reversed by a second one."""

    currency = fields.String()
    count = fields.Integer()
    oldest_at = fields.AwareDateTime()
    amount = fields.Integer(metadata={"description": "In minor units, as far as it is known"})


class FiguresSchema(Schema):
    """The digest's numbers."""

    came_in = fields.Integer(metadata={"description": "Praise aside"})
    usual = fields.Float(
        allow_none=True,
        metadata={"description": "At this time of the week; null in the first week"},
    )
    critical = fields.Integer()
    unusual = fields.List(fields.Nested(UnusualSchema))
    overdue = fields.Integer()
    late = fields.List(fields.Nested(LateSchema))
    decisions = fields.List(fields.Nested(WaitingDecisionsSchema))


class DigestItemSchema(Schema):
    """An item that the digest names, and why."""

    section = fields.String(metadata={"description": "critical, comment or call"})
    feedback_id = fields.UUID()
    why = fields.String()
    team = fields.String()
    journey = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    is_open = fields.Boolean(metadata={"description": "As it was then"})
    words = fields.String(
        allow_none=True, metadata={"description": "Masked; null once the customer is erased"}
    )
    customer_key = fields.String(allow_none=True)


class DigestDetailSchema(DigestSchema):
    """A digest as it was sent."""

    figures = fields.Nested(FiguresSchema)
    items = fields.List(fields.Nested(DigestItemSchema))


class DigestPageSchema(Schema):
    """A page of digests, newest first; `next` is null on the last one."""

    items = fields.List(fields.Nested(DigestSchema))
    next = fields.String(allow_none=True)
