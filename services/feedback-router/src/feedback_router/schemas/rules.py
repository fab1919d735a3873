"""Teams and rules on the wire; what they mean is judged in the domain."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from feedback_router.domain.rules import RuleBook
from feedback_router.store.rules import from_definition
from shared.accepted import KEY, text


def _values(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(validate=text(200)),
        load_default=list,
        validate=validate.Length(max=500),
        metadata={"description": description},
    )


class TeamSchema(Schema):
    """Who can act."""

    key = fields.String(required=True, validate=KEY)
    name = fields.String(required=True, validate=text(200))
    description = fields.String(required=True, validate=text(2000))


class ScoreAtMostSchema(Schema):
    """The customer gave this score or a lower one."""

    measure = fields.String(required=True, validate=KEY)
    value = fields.Integer(required=True, strict=True)


class RuleSchema(Schema):
    """Who takes a comment, and when: all conditions must hold, of each condition any value."""

    key = fields.String(required=True, validate=KEY)
    team = fields.String(required=True, validate=KEY)
    words = _values("Words, phrases and stems (factur*) that the comment says, in any language")
    stages = _values("Stages of the journey")
    journeys = _values("Journeys")
    channels = _values("Channels")
    owners = _values("Owners")
    surveys = _values("Surveys")
    score_at_most = fields.List(
        fields.Nested(ScoreAtMostSchema), load_default=list, validate=validate.Length(max=20)
    )


class RuleBookSchema(Schema):
    """Teams and rules; the first rule that holds decides, and triage takes what no rule wants."""

    teams = fields.List(fields.Nested(TeamSchema), required=True, validate=validate.Length(1, 500))
    triage = fields.String(required=True, validate=KEY)
    rules = fields.List(fields.Nested(RuleSchema), required=True, validate=validate.Length(max=2000))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> RuleBook:
        return from_definition(data, version=0)


class RuleBookInForceSchema(Schema):
    """The teams and rules that decide now."""

    version = fields.Integer()
    set_at = fields.AwareDateTime(allow_none=True)
    teams = fields.List(fields.Nested(TeamSchema))
    triage = fields.String()
    rules = fields.List(fields.Nested(RuleSchema))


class PublishedSchema(Schema):
    """Which version it has, and whether it was new."""

    version = fields.Integer()
    is_new = fields.Boolean()
