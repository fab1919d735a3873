"""Responses on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.accepted import KEY, MOMENT, text
from shared.paging import PageArguments
from survey.domain.responses import INVITATION, OPEN_LINK
from survey.domain.touchpoints import CONTEXT_FIELDS
from survey.use_cases.import_responses import ImportedRow

_SHORT = text(200)


class ImportedRowSchema(Schema):
    """One answer that was given elsewhere."""

    id = fields.String(required=True, validate=_SHORT)
    submitted_at = fields.AwareDateTime(required=True, validate=MOMENT)
    language = fields.String(load_default=None, allow_none=True)
    customer_key = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    journey = fields.String(validate=_SHORT)
    stage = fields.String(validate=_SHORT)
    channel = fields.String(validate=_SHORT)
    owner = fields.String(validate=_SHORT)
    segment = fields.String(validate=_SHORT)
    answers = fields.Dict(keys=fields.String(), required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ImportedRow:
        return ImportedRow(
            id=data["id"],
            submitted_at=data["submitted_at"],
            answers=data["answers"],
            language=data["language"],
            customer_key=data["customer_key"],
            context={name: data[name] for name in CONTEXT_FIELDS if name in data},
        )


class ImportSchema(Schema):
    """Answers to one survey, from one source; `source` and a row's `id` together keep it from coming in twice."""

    survey = fields.String(required=True, validate=KEY)
    source = fields.String(
        required=True,
        validate=[
            *_SHORT,
            validate.NoneOf((INVITATION, OPEN_LINK), error="Answers that were given here have this name."),
        ],
    )
    rows = fields.List(fields.Dict(), required=True, validate=validate.Length(1, 500))


class RejectedSchema(Schema):
    """A row that was not taken in, and why."""

    row = fields.Integer(metadata={"description": "Its place in the request, from 0"})
    id = fields.String()
    faults = fields.Dict(keys=fields.String(), values=fields.String())


class ImportedSchema(Schema):
    """What became of the rows."""

    accepted = fields.Integer()
    duplicates = fields.Integer()
    rejected = fields.List(fields.Nested(RejectedSchema))


class ResponseArguments(PageArguments):
    """Which responses to list."""

    survey = fields.String(load_default=None)


class ResponseSchema(Schema):
    """A response as it is kept."""

    id = fields.UUID()
    survey = fields.String()
    version = fields.Integer()
    customer_key = fields.String(allow_none=True)
    source = fields.String()
    language = fields.String()
    context = fields.Dict()
    answers = fields.Dict()
    known = fields.Dict(metadata={"description": "What was known and therefore not asked; in no n"})
    submitted_at = fields.AwareDateTime()
    received_at = fields.AwareDateTime()
    revision = fields.Integer(metadata={"description": "From 1; each correction by the customer is the next"})
    complete = fields.Boolean(
        metadata={"description": "False when the customer left before sending the form"}
    )
    corrected_at = fields.AwareDateTime(allow_none=True)


class RevisionSchema(Schema):
    """What a response said from a moment on."""

    revision = fields.Integer()
    language = fields.String()
    answers = fields.Dict()
    complete = fields.Boolean()
    at = fields.AwareDateTime()


class RevisionPageSchema(Schema):
    """A page of revisions; `next` is null on the last one."""

    items = fields.List(fields.Nested(RevisionSchema))
    next = fields.String(allow_none=True)


class ResponsePageSchema(Schema):
    """A page of responses; `next` is null on the last one."""

    items = fields.List(fields.Nested(ResponseSchema))
    next = fields.String(allow_none=True)
