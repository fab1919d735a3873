"""How a survey looks on the wire; what it means is judged in the domain."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from survey.domain.questions import DIRECTIONS, TYPES
from survey.domain.surveys import KINDS, Survey
from survey.store.definitions import from_definition

_SHORT = text(200)


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


class ScaleSchema(Schema):
    """A scale of one's own: the whole numbers from low to high, which end is better, and what the ends mean."""

    low = fields.Integer(required=True, strict=True)
    high = fields.Integer(required=True, strict=True)
    direction = fields.String(load_default="higher", validate=validate.OneOf(DIRECTIONS))
    low_text = _texts()
    high_text = _texts()


class QuestionSchema(Schema):
    """One question. Texts may hold {name|…}, {product|…} and {date|…}, with what to say where it is not known."""

    key = fields.String(required=True, validate=KEY)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    text = _texts()
    required = fields.Boolean(load_default=False)
    options = fields.List(fields.Nested(OptionSchema), load_default=list, validate=validate.Length(max=50))
    scale = fields.Nested(ScaleSchema, metadata={"description": "Of a rating, or of another effort score"})
    other = fields.Boolean(metadata={"description": "Offer an answer in the customer's own words"})
    at_least = fields.Integer(
        strict=True, metadata={"description": "How many to choose of a multiple choice"}
    )
    at_most = fields.Integer(strict=True)
    show_if = fields.Dict(
        metadata={
            "description": "When it is asked: {question: effort, at_most: 3}, with equals, any_of, at_least, "
            "at_most or answered; or {and: […]}, {or: […]}, {not: …} over such conditions"
        }
    )
    known_from = fields.String(
        validate=_SHORT,
        metadata={"description": "An attribute of the touchpoint that answers it: then it is not asked"},
    )


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


class FaultSchema(Schema):
    """What is wrong with a field."""

    field = fields.String()
    detail = fields.String()


class ReadQuestionSchema(Schema):
    """A question as a customer reads it."""

    key = fields.String()
    text = fields.String()
    answers = fields.List(fields.String())
    always = fields.Boolean(metadata={"description": "False where it depends on earlier answers"})


class ReadSchema(Schema):
    """A survey as a customer reads it in one language: nothing known, and all that can be known."""

    language = fields.String()
    title = fields.String()
    questions = fields.List(fields.Nested(ReadQuestionSchema))
    questions_with_facts = fields.List(fields.Nested(ReadQuestionSchema))


class ValidatedSchema(Schema):
    """What publishing would say, and what customers would read. Nothing was stored."""

    valid = fields.Boolean()
    faults = fields.List(fields.Nested(FaultSchema))
    texts = fields.List(fields.Nested(ReadSchema))


class ListedTemplateSchema(Schema):
    """A survey that is ready to be published."""

    key = fields.String()
    kind = fields.String()
    title = fields.Dict(keys=fields.String(), values=fields.String())
    questions = fields.List(fields.String(), metadata={"description": "The keys of its questions"})
