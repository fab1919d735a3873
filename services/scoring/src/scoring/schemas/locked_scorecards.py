"""Locked scorecards on the wire: their place in the chain, their text, and what verifying them found."""

from typing import Any

from marshmallow import Schema, fields, validate

from scoring.domain.snapshots import Locked
from shared.accepted import text
from shared.paging import MAX_LIMIT


class LockSchema(Schema):
    """A locked scorecard's place in the chain."""

    id = fields.UUID(attribute="head.id")
    number = fields.Integer(attribute="head.number")
    hash = fields.String(metadata={"description": "SHA-256 of its text"})
    locked_at = fields.AwareDateTime(attribute="head.locked_at")
    locked_by = fields.String(attribute="head.locked_by")
    restates = fields.UUID(attribute="head.restates", allow_none=True)
    reason = fields.String(attribute="head.reason", allow_none=True)


class RestatementSchema(Schema):
    """Why the scorecard must be restated."""

    reason = fields.String(required=True, validate=text(2000))


class LockedArguments(Schema):
    """`?plan=…&after=…&limit=…`"""

    plan = fields.String(load_default=None)
    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**62))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_LIMIT))


class LockedScorecardSchema(LockSchema):
    """A locked scorecard: its text, which has this hash, as data."""

    document = fields.Dict()


class LockedPageSchema(Schema):
    """A page of the chain; `next` is the number to ask after, null on the last page."""

    items = fields.List(fields.Nested(LockedScorecardSchema))
    next = fields.Integer(allow_none=True)


class PendingSchema(Schema):
    """A locked scorecard that the facts have moved on from; amounts in cents by person."""

    id = fields.UUID()
    number = fields.Integer()
    plan = fields.String()
    version = fields.Integer()
    locked = fields.Dict(keys=fields.String(), values=fields.Integer())
    now = fields.Dict(keys=fields.String(), values=fields.Integer())


class VerifiedSchema(Schema):
    """What verifying found: `faults` must be empty; `pending` are late answers, corrections and erasures."""

    scorecards = fields.Integer()
    last_hash = fields.String(allow_none=True)
    faults = fields.List(fields.String())
    pending = fields.List(fields.Nested(PendingSchema))


def as_locked(locked: Locked) -> dict[str, Any]:
    """What LockedScorecardSchema shows."""
    return {"head": locked.head, "hash": locked.hash, "document": locked.document}
