"""Policies of automatic decisions on the wire; what they mean is judged in the domain."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from feedback_router.domain import money
from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.domain.understanding import Kind, Severity
from feedback_router.schemas.periods import PeriodSchema
from feedback_router.store.decision_policies import from_definition
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES

_CURRENCY = validate.Regexp(money.CURRENCY.pattern + r"$(?!\n)", error="Use a code of ISO 4217, such as EUR.")
_DAYS = validate.Range(1, 730)


def _names(description: str, **options: Any) -> fields.List[str]:
    return fields.List(
        fields.String(validate=text(200)),
        validate=validate.Length(0 if options else 1, 500),
        metadata={"description": description},
        **(options or {"required": True}),
    )


def _places(description: str) -> fields.List[str]:
    return _names(description, load_default=list)


def _amount(description: str) -> fields.Integer:
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, money.MOST),
        metadata={"description": f"{description}, in minor units such as cents"},
    )


class AmountAttributeSchema(Schema):
    """An attribute of touchpoints that is an amount: a whole number of minor units of this currency."""

    attribute = fields.String(required=True, validate=text(200), metadata={"example": "refundable_cents"})
    currency = fields.String(required=True, validate=_CURRENCY, metadata={"example": "EUR"})
    declared_at = fields.AwareDateTime(dump_only=True)
    history_read = fields.Boolean(
        dump_only=True, metadata={"description": "Whether touchpoints from before the declaration were read"}
    )


class AmountAttributesSchema(Schema):
    """All that are amounts; of other attributes nothing is kept."""

    amounts = fields.List(
        fields.Nested(AmountAttributeSchema), required=True, validate=validate.Length(max=20)
    )

    @validates_schema
    def _each_once(self, data: dict[str, Any], **_: Any) -> None:
        names = [it["attribute"] for it in data["amounts"]]
        if len(set(names)) < len(names):
            raise ValidationError("An attribute is an amount once.", "amounts")


class DecisionReplySchema(Schema):
    """What the customer is told in one language; `{amount}` is filled in."""

    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    subject = fields.String(required=True, validate=text(200))
    text = fields.String(required=True, validate=text(5000))


class DecisionRuleSchema(Schema):
    """What may be approved at once: all conditions must hold, of each any value, and then all limits."""

    key = fields.String(required=True, validate=KEY)
    team = fields.String(
        required=True, validate=KEY, metadata={"description": "Whose webhooks are told to carry it out"}
    )
    action = fields.String(required=True, validate=KEY, metadata={"example": "refund"})
    amount_attribute = fields.String(required=True, validate=text(200))
    case_limit = _amount("The most for one touchpoint; what is above it is not cut but goes to a person")
    severity_at_most = fields.Integer(
        required=True, strict=True, validate=validate.Range(Severity.NONE, Severity.CRITICAL)
    )
    touchpoint_days = fields.Integer(
        required=True,
        strict=True,
        validate=_DAYS,
        metadata={"description": "Older touchpoints go to a person"},
    )
    kinds = fields.List(
        fields.String(validate=validate.OneOf([*Kind])), required=True, validate=validate.Length(1, 10)
    )
    topics = _names("What it is about, any of them: a comment's `topics`")
    touchpoint_types = _names("What happened, such as order.delivered_late")
    journeys = _places("Journeys")
    stages = _places("Stages of the journey")
    channels = _places("Channels")
    owners = _places("Owners")
    surveys = _places("Surveys")
    segments = _places("Segments of customers")
    replies = fields.List(
        fields.Nested(DecisionReplySchema),
        required=True,
        validate=validate.Length(1, 10),
        metadata={"description": "What the customer is told, in every language"},
    )


class DecisionPolicySchema(Schema):
    """What may be approved at once, and how much of it at most."""

    currency = fields.String(required=True, validate=_CURRENCY)
    customer_cap = _amount("The most for one customer in any `customer_days` days in a row")
    customer_days = fields.Integer(required=True, strict=True, validate=_DAYS)
    day_cap = _amount("The most for all customers together in any 24 hours")
    rules = fields.List(fields.Nested(DecisionRuleSchema), required=True, validate=validate.Length(max=200))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> DecisionPolicy:
        return from_definition(data, version=0)


class PolicyInForceSchema(Schema):
    """The policy that decides now; version 0 is none."""

    version = fields.Integer()
    set_at = fields.AwareDateTime(allow_none=True)
    policy = fields.Nested(DecisionPolicySchema, allow_none=True)


class PolicyTrialSchema(PeriodSchema):
    """A draft, and the period over which to try it."""

    policy = fields.Nested(DecisionPolicySchema, required=True)


class TriedRuleSchema(Schema):
    """What one rule would have approved, and how often a limit would have held it."""

    rule = fields.String()
    approved = fields.Integer()
    amount = fields.Integer()
    referred = fields.Integer()


class TriedExampleSchema(Schema):
    """An item that would have been approved."""

    feedback_id = fields.UUID()
    rule = fields.String()
    amount = fields.Integer()


class TriedHeldSchema(Schema):
    """How many items a limit would have held."""

    held_by = fields.String()
    count = fields.Integer()
    examples = fields.List(fields.UUID())


class TriedSchema(Schema):
    """What the draft would have decided; amounts in minor units."""

    items = fields.Integer(metadata={"description": "How many were looked at: the newest 10,000 at most"})
    claims = fields.Integer(metadata={"description": "How many of them are about a touchpoint"})
    approved = fields.Integer()
    referred = fields.Integer(metadata={"description": "A rule fits, and a limit holds it"})
    amount = fields.Integer()
    most_in_a_day = fields.Integer(metadata={"description": "In any 24 hours"})
    most_of_a_customer = fields.Integer(metadata={"description": "In any `customer_days` days in a row"})
    by_rule = fields.List(fields.Nested(TriedRuleSchema))
    examples = fields.List(fields.Nested(TriedExampleSchema), metadata={"description": "The largest first"})
    held = fields.List(fields.Nested(TriedHeldSchema))


class DryRunSchema(Schema):
    """What was tried, by whom, and what came of it."""

    id = fields.UUID()
    by = fields.String()
    at = fields.AwareDateTime()
    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    policy = fields.Nested(DecisionPolicySchema, attribute="definition")
    result = fields.Nested(TriedSchema)


class TriedPolicySchema(Schema):
    """Which dry run's policy to put in force."""

    dry_run = fields.UUID(required=True)
