"""How a survey looks on the wire; what it means is judged in the domain."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate
from shared.i18n import LANGUAGES

from survey.domain.questions import TYPES
from survey.domain.surveys import KINDS, Survey
from survey.store.surveys import from_definition

KEY = validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,63}$", error="Use 1 to 64 of: a-z, 0-9, - and _.")


def _text() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(LANGUAGES)),
        values=fields.String(validate=validate.Length(1, 500)),
        required=True,
    )


class OptionSchema(Schema):
    """One answer of a choice."""

    key = fields.String(required=True, validate=KEY)
    text = _text()


class QuestionSchema(Schema):
    """One question."""

    key = fields.String(required=True, validate=KEY)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    text = _text()
    required = fields.Boolean(load_default=False)
    options = fields.List(fields.Nested(OptionSchema), load_default=list)


class SurveySchema(Schema):
    """A survey as it is published."""

    key = fields.String(required=True, validate=KEY)
    kind = fields.String(load_default="transactional", validate=validate.OneOf(KINDS))
    languages = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)), required=True, validate=validate.Length(1)
    )
    title = _text()
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
