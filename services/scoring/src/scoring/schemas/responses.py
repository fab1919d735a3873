"""What the survey service tells of a response."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from scoring.domain import scales
from scoring.domain.attributes import TouchpointReference
from scoring.domain.responses import KINDS, Answer, Choice, Response
from scoring.domain.scales import ASKED
from scoring.schemas.events import SHORT, EventSchema, PlacedSchema, moment, optional_text

_SCALES = {(scale.name, scale.version): scale for scale in ASKED}
_MOST_VERSIONS = 2**31 - 1
_MOST_OPTIONS = 200


class ScoreSchema(EventSchema):
    """An answer that can be scored, with the definition of its scale."""

    question = fields.String(required=True, validate=SHORT)
    type = fields.String(required=True)
    definition = fields.String(required=True)
    value = fields.Integer(required=True, strict=True)

    @validates_schema
    def _lies_on_a_known_scale(self, data: dict[str, Any], **_: Any) -> None:
        scale = _SCALES.get((data["type"], data["definition"]))
        if scale is None:
            raise ValidationError(
                f"There is no {data['type']} of definition {data['definition']}.", "definition"
            )
        if not scale.minimum <= data["value"] <= scale.maximum:
            raise ValidationError(f"{data['value']} is not an answer to {scale.version}.", "value")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Answer:
        return Answer(data["question"], _SCALES[data["type"], data["definition"]], data["value"])


class RatingSchema(EventSchema):
    """An answer on a scale that its survey declared; the definition says what the scale is, and must agree with it."""

    question = fields.String(required=True, validate=SHORT)
    type = fields.String(required=True)
    definition = fields.String(required=True)
    value = fields.Integer(required=True, strict=True)
    low = fields.Integer(required=True, strict=True)
    high = fields.Integer(required=True, strict=True)
    direction = fields.String(required=True)

    @validates_schema
    def _lies_on_its_scale(self, data: dict[str, Any], **_: Any) -> None:
        if data["definition"] != "{type}-{low}-{high}-{direction}".format(**data):
            raise ValidationError("The definition says another scale than the rest.", "definition")
        try:
            scale = scales.of(data["definition"])
        except scales.UnknownDefinitionError as error:
            raise ValidationError(f"There is no scale {data['definition']}.", "definition") from error
        if not scale.minimum <= data["value"] <= scale.maximum:
            raise ValidationError(f"{data['value']} is not an answer to {scale.version}.", "value")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Answer:
        return Answer(data["question"], scales.of(data["definition"]), data["value"])


class ChoiceSchema(EventSchema):
    """An option that was chosen."""

    question = fields.String(required=True, validate=SHORT)
    value = fields.String(required=True, validate=SHORT)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Choice:
        return Choice(data["question"], (data["value"],))


class SelectedSchema(EventSchema):
    """The options that were chosen where several could be."""

    question = fields.String(required=True, validate=SHORT)
    values = fields.List(
        fields.String(validate=SHORT), required=True, validate=validate.Length(1, _MOST_OPTIONS)
    )

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Choice:
        return Choice(data["question"], tuple(sorted(set(data["values"]))), "selection")


class TouchpointSchema(EventSchema):
    """Which touchpoint was asked about."""

    source = fields.String(required=True, validate=validate.Length(max=500))
    id = fields.String(required=True, validate=validate.Length(max=500))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> TouchpointReference:
        return TouchpointReference(**data)


class SubmittedSchema(PlacedSchema):
    """The data of `survey.response.submitted` and `survey.response.corrected`; comments are the router's business."""

    response_id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, _MOST_VERSIONS))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    customer_key = optional_text()
    language = optional_text()
    submitted_at = moment()
    revision = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, _MOST_VERSIONS))
    complete = fields.Boolean(load_default=True)
    touchpoint = fields.Nested(TouchpointSchema, load_default=None, allow_none=True)
    mark = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    flags = fields.List(fields.String(), load_default=None, allow_none=True)
    scores = fields.List(fields.Nested(ScoreSchema), required=True)
    ratings = fields.List(fields.Nested(RatingSchema), load_default=list)
    choices = fields.List(fields.Nested(ChoiceSchema), load_default=list)
    selections = fields.List(fields.Nested(SelectedSchema), load_default=list)

    @validates_schema
    def _answers_each_question_once(self, data: dict[str, Any], **_: Any) -> None:
        for first, second in (("scores", "ratings"), ("choices", "selections")):
            answers = [*data.get(first, ()), *data.get(second, ())]
            if len({answer.question for answer in answers}) < len(answers):
                raise ValidationError("A question is answered twice.", first)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Response:
        answers = (*data.pop("scores"), *data.pop("ratings"))
        choices = (*data.pop("choices"), *data.pop("selections"))
        flags = data.pop("flags")
        quick = None if flags is None else "quick" in flags
        return Response(id=data.pop("response_id"), answers=answers, choices=choices, quick=quick, **data)
