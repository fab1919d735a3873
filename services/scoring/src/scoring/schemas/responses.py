"""What the survey service tells of a response."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from scoring.domain.responses import KINDS, Answer, Choice, Response
from scoring.domain.scales import ASKED
from scoring.schemas.events import SHORT, EventSchema, PlacedSchema, moment, optional_text

_SCALES = {(scale.name, scale.version): scale for scale in ASKED}
_MOST_VERSIONS = 2**31 - 1


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


class ChoiceSchema(EventSchema):
    """An option that was chosen."""

    question = fields.String(required=True, validate=SHORT)
    value = fields.String(required=True, validate=SHORT)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Choice:
        return Choice(**data)


def _one_a_question(answers: list[Answer] | list[Choice]) -> None:
    if len({answer.question for answer in answers}) < len(answers):
        raise ValidationError("A question is answered twice.")


class SubmittedSchema(PlacedSchema):
    """The data of `survey.response.submitted`; comments are the router's business."""

    response_id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, _MOST_VERSIONS))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    customer_key = optional_text()
    language = optional_text()
    submitted_at = moment()
    scores = fields.List(fields.Nested(ScoreSchema), required=True, validate=_one_a_question)
    choices = fields.List(fields.Nested(ChoiceSchema), load_default=list, validate=_one_a_question)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Response:
        answers, choices = tuple(data.pop("scores")), tuple(data.pop("choices"))
        return Response(id=data.pop("response_id"), answers=answers, choices=choices, **data)
