"""How a survey looks on the wire; what it means is judged in the domain."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from survey.domain.questions import TYPES
from survey.domain.surveys import KINDS, Survey
from survey.store.surveys import from_definition


def _texts() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(LANGUAGES)),
        values=fields.String(validate=text(500)),
        required=True,
    )


class OptionSchema(Schema):
    """One answer of a choice."""

    key = fields.String(required=True, validate=KEY)
    text = _texts()


class QuestionSchema(Schema):
    """One question."""

    key = fields.String(required=True, validate=KEY)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    text = _texts()
    required = fields.Boolean(load_default=False)
    options = fields.List(fields.Nested(OptionSchema), load_default=list)


class SurveySchema(Schema):
    """A survey as it is published."""

    key = fields.String(required=True, validate=KEY)
    kind = fields.String(load_default="transactional", validate=validate.OneOf(KINDS))
    languages = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)), required=True, validate=validate.Length(1)
    )
    title = _texts()
    questions = fields.List(fields.Nested(QuestionSchema), required=True, validate=validate.Length(1, 50))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Survey:
        return from_definition(data)


class PublishedSchema(Schema):
    """Which version it has, and whether it was new."""

    key = fields.String()
    version = fields.Integer()
    is_new = fields.Boolean()


class ListedSurveySchema(Schema):
    """A survey in its newest version."""

    key = fields.String()
    version = fields.Integer()
    published_at = fields.AwareDateTime()
    definition = fields.Dict()
