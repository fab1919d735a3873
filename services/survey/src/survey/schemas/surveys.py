"""How a survey looks on the wire; what it means is judged in the domain."""

import string
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from shared.accepted import KEY, text
from shared.i18n import LANGUAGES, Texts
from shared.named import Named
from survey.domain.languages import NAMES
from survey.domain.questions import DIRECTIONS, TYPES
from survey.domain.surveys import KINDS, RESERVED, Survey
from survey.store.definitions import from_definition

_SHORT = text(200)


_OURS = Texts.of("survey").by_language["en"]


def _blanks(said: str) -> set[str]:
    """What is in braces, whole. ValidationError when it can't be read."""
    try:
        parts = list(string.Formatter().parse(said))
        return {f"{name}{how or ''}{width}" for _, name, width, how in parts if name is not None}
    except ValueError as error:
        raise ValidationError(f"A brace is open or closed too much: {said!r}.") from error


def _are_ours(texts: dict[str, dict[str, str]]) -> None:
    for language, said in texts.items():
        for key, words in said.items():
            if key not in _OURS:
                raise ValidationError(f"{language}: the page says nothing under the name {key!r}.")
            if not _blanks(words) <= _blanks(_OURS[key]):
                raise ValidationError(f"{language}.{key}: only the blanks of {_OURS[key]!r} are filled in.")


def _texts() -> Named:
    return Named(
        keys=fields.String(validate=validate.OneOf(list(NAMES))),
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

    key = fields.String(
        required=True,
        validate=[KEY, validate.NoneOf(RESERVED, error="{input} is the name of what comes in another way.")],
    )
    kind = fields.String(load_default="transactional", validate=validate.OneOf(KINDS))
    languages = fields.List(
        fields.String(validate=validate.OneOf(list(NAMES))), required=True, validate=validate.Length(1)
    )
    title = _texts()
    questions = fields.List(fields.Nested(QuestionSchema), required=True, validate=validate.Length(1, 50))
    anonymous = fields.Boolean(
        metadata={
            "description": "Nobody can tell who gave which answer, and none can be changed once it is sent"
        }
    )
    texts = Named(
        keys=fields.String(validate=validate.OneOf([name for name in NAMES if name not in LANGUAGES])),
        values=Named(keys=fields.String(), values=fields.String(validate=text(500))),
        validate=_are_ours,
        metadata={
            "description": "What the page itself says, such as `send`, in languages other than "
            f"{', '.join(LANGUAGES)}; "
            "English where nothing is said"
        },
    )

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


class SurveyPageSchema(Schema):
    """A page of surveys; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedSurveySchema))
    next = fields.String(allow_none=True)


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
