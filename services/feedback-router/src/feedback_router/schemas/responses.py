"""Responses as the survey's event log tells them; what we don't know of them is left alone."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from feedback_router.domain.decisions import AboutTouchpoint
from feedback_router.domain.responses import Choice, Comment, GivenScore, Response, denied_item

# What goes into an index or an integer column must fit: an event that the database refuses would stop all behind it.
_SHORT = validate.Length(1, 200)
_COUNT = validate.Range(0, 2**31 - 1)


def _place() -> fields.String:
    return fields.String(load_default=None, allow_none=True)


class _Part(Schema):
    class Meta:
        unknown = EXCLUDE


class GivenScoreSchema(_Part):
    """A score with its definition."""

    question = fields.String(required=True)
    type = fields.String(required=True)
    definition = fields.String(required=True)
    value = fields.Integer(required=True, strict=True)


class HeardCommentSchema(_Part):
    """An answer in free text."""

    question = fields.String(required=True, validate=_SHORT)
    text = fields.String(required=True)


class ChoiceSchema(_Part):
    """An answer that was chosen."""

    question = fields.String(required=True)
    value = fields.String(required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Choice:
        return Choice(**data)


class AboutSchema(_Part):
    """The touchpoint that an answer is about."""

    source = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    id = fields.String(required=True)
    type = fields.String(required=True)
    product = _place()


class ResponseSchema(_Part):
    """The data of `survey.response.submitted` and `survey.response.corrected`."""

    response_id = fields.UUID(required=True)
    survey = fields.String(required=True, validate=_SHORT)
    version = fields.Integer(required=True, strict=True, validate=_COUNT)
    customer_key = fields.String(load_default=None, allow_none=True)
    language = fields.String(load_default=None, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True)
    journey = _place()
    stage = _place()
    channel = _place()
    owner = _place()
    segment = _place()
    revision = fields.Integer(load_default=1, strict=True, validate=_COUNT)
    scores = fields.List(fields.Nested(GivenScoreSchema), load_default=list)
    comments = fields.List(fields.Nested(HeardCommentSchema), load_default=list)
    choices = fields.List(fields.Nested(ChoiceSchema), load_default=list)
    touchpoint = fields.Nested(AboutSchema, load_default=None, allow_none=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Response:
        scores = tuple(GivenScore(**score) for score in data.pop("scores"))
        comments = tuple(Comment(**comment) for comment in data.pop("comments"))
        choices, about = data.pop("choices"), data.pop("touchpoint")
        denies = denied_item(about["type"], about["id"], choices) if about else None
        known = (
            AboutTouchpoint(about["source"], about["id"], about["type"])
            if about and about["source"]
            else None
        )
        return Response(
            **data,
            scores=scores,
            comments=comments,
            denies=denies,
            about=known,
            touchpoint=about["type"] if about else None,
            product=about["product"] if about else None,
        )
