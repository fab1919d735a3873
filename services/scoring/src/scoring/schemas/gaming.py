"""Audits for gaming on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.gaming.audits import Audit, NoteState
from scoring.domain.gaming.results import Check, Outcome
from scoring.schemas.gaming_sentences import gaming_in_words
from scoring.schemas.plan_definitions import SliceSchema
from shared.accepted import KEY, text
from shared.paging import PageArguments

_VERSION = validate.Range(1, 2**31 - 1)


class NewGamingAuditSchema(Schema):
    """In which plan's period to look."""

    plan = fields.String(required=True, validate=KEY)
    version = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=_VERSION,
        metadata={"description": "The one in force if left out"},
    )


class GamingAuditArguments(PageArguments):
    """Whose audits to list."""

    plan = fields.String(required=True, validate=KEY)
    version = fields.Integer(
        load_default=None, validate=_VERSION, metadata={"description": "The one in force if left out"}
    )


class NewGamingNoteSchema(Schema):
    """That a finding was seen, or what explains it; write no name or address of a customer into it."""

    state = fields.Enum(NoteState, by_value=True, required=True)
    note = fields.String(load_default=None, allow_none=True, validate=text(5000))

    @validates_schema
    def _explains(self, data: dict[str, Any], **_: Any) -> None:
        if data["state"] is NoteState.EXPLAINED and not data["note"]:
            raise ValidationError("Say what explains it.", "note")


class GamingNoteSchema(Schema):
    """What an auditor said."""

    state = fields.Enum(NoteState, by_value=True)
    note = fields.String(allow_none=True)
    by = fields.String(metadata={"description": "The name of the key that said it"})
    at = fields.AwareDateTime()


class DefinitionChangeSchema(Schema):
    """What was changed after the period had begun."""

    kind = fields.String()
    key = fields.String()
    version = fields.Integer()
    at = fields.AwareDateTime()


class GamingResultSchema(Schema):
    """What one check says of one unit."""

    place = fields.Integer(metadata={"description": "Among the audit's results, from 1"})
    check = fields.Enum(Check, by_value=True)
    unit = fields.Nested(SliceSchema)
    outcome = fields.Enum(Outcome, by_value=True)
    n = fields.Integer(
        allow_none=True,
        metadata={"description": f"Null for 1 to {SMALLEST_SHOWN - 1}, which are too few to be told"},
    )
    needs = fields.Integer(allow_none=True, metadata={"description": "How many it takes to say anything"})
    hits = fields.Integer(allow_none=True)
    expected = fields.Float(allow_none=True)
    p = fields.Float(allow_none=True, metadata={"description": "One-sided, of this test alone"})
    p_corrected = fields.Float(allow_none=True, metadata={"description": "For all tests of the audit (Holm)"})
    effect = fields.Float(allow_none=True, metadata={"description": "An odds ratio, or hits by expected"})
    threshold = fields.Float(allow_none=True, metadata={"description": "What the effect must reach"})
    evidence = fields.List(fields.UUID(), metadata={"description": "Answers to look at, by their ids"})
    changed = fields.Nested(DefinitionChangeSchema, allow_none=True)
    words = fields.Dict(keys=fields.String(), values=fields.String())
    state = fields.String(metadata={"description": "new, seen or explained"})
    notes = fields.List(fields.Nested(GamingNoteSchema))


class GamingAuditSchema(Schema):
    """A look for gaming over the period of a plan's version. It changes nothing by itself."""

    id = fields.UUID()
    plan = fields.String(attribute="key")
    version = fields.Integer()
    by = fields.String()
    at = fields.AwareDateTime()
    level = fields.Float(metadata={"description": "How often an honest company is shown any finding"})
    findings = fields.Integer()
    results = fields.List(fields.Nested(GamingResultSchema))


class GamingAuditPageSchema(Schema):
    """A page of audits, the oldest first."""

    items = fields.List(fields.Nested(GamingAuditSchema))
    next = fields.String(allow_none=True)


def as_audit(audit: Audit) -> dict[str, Any]:
    """What GamingAuditSchema shows; findings come first, what tells nothing last."""
    tests = sum(result.p is not None for result in audit.results)
    order = list(Outcome)
    results = []
    for place, result in enumerate(audit.results, start=1):
        notes = audit.notes_of(place)
        told = {name: getattr(result, name) for name in result.__slots__}
        told["n"] = None if result.is_hidden else result.n
        state = str(notes[-1].state) if notes else "new"
        words = gaming_in_words(result, tests)
        results.append({**told, "place": place, "words": words, "state": state, "notes": notes})
    results.sort(key=lambda result: order.index(result["outcome"]))
    shown = {name: getattr(audit, name) for name in ("id", "key", "version", "by", "at", "level", "findings")}
    return {**shown, "results": results}
