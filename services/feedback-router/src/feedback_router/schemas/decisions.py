"""Decisions on the wire."""

from marshmallow import Schema, fields, validate

from feedback_router.domain.decisions import Limit, Outcome
from feedback_router.domain.reversals import DecisionState, StepAction
from feedback_router.schemas.periods import OpenPeriodSchema
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.paging import MAX_LIMIT, PageArguments


class DecisionArguments(PageArguments):
    """Which decisions to list."""

    team = fields.String(load_default=None, validate=KEY)
    state = fields.String(load_default=None, validate=validate.OneOf([*DecisionState]))
    rule = fields.String(load_default=None, validate=KEY)
    customer = fields.String(load_default=None, validate=text(200))
    touchpoint = fields.String(
        load_default=None, validate=text(200), metadata={"description": "The id of a touchpoint"}
    )
    since = fields.AwareDateTime(load_default=None)
    until = fields.AwareDateTime(load_default=None)


class CheckSchema(Schema):
    """One limit: how far it goes, and what was found."""

    limit = fields.String(validate=validate.OneOf([*Limit]))
    allowed = fields.Integer(allow_none=True)
    found = fields.Integer(allow_none=True)
    holds = fields.Boolean()


class InputsSchema(Schema):
    """All that was looked at. What the customer wrote is not among it."""

    kind = fields.String(allow_none=True)
    topics = fields.List(fields.String())
    severity = fields.Integer()
    survey = fields.String()
    journey = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    segment = fields.String(allow_none=True)
    touchpoint_at = fields.String(allow_none=True)
    checks = fields.List(fields.Nested(CheckSchema))


class DecisionEntrySchema(Schema):
    """One decision: by which rule of which version, from what, and where it stands."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    feedback_id = fields.UUID()
    customer_key = fields.String(allow_none=True, metadata={"description": "null once they were erased"})
    touchpoint_source = fields.String()
    touchpoint_id = fields.String()
    touchpoint_type = fields.String()
    outcome = fields.String(validate=validate.OneOf([*Outcome]))
    state = fields.String(validate=validate.OneOf([*DecisionState]))
    policy_version = fields.Integer()
    rule = fields.String()
    team = fields.String()
    action = fields.String()
    amount = fields.Integer(
        allow_none=True, metadata={"description": "In minor units, as the touchpoint tells it"}
    )
    currency = fields.String()
    held_by = fields.String(allow_none=True, validate=validate.OneOf([*Limit]))
    reason = fields.String(
        metadata={"description": "In the language of Accept-Language where that is known, else in English"}
    )
    reason_language = fields.String(validate=validate.OneOf(LANGUAGES))
    why = fields.Dict(
        allow_none=True,
        metadata={"description": "The reason as data; null where only its English sentence was kept"},
    )
    inputs = fields.Nested(InputsSchema)


class DecisionPageSchema(Schema):
    """A page of decisions; `next` is null on the last one."""

    items = fields.List(fields.Nested(DecisionEntrySchema))
    next = fields.String(allow_none=True)


class DecisionStepSchema(Schema):
    """What somebody did with it."""

    at = fields.AwareDateTime()
    action = fields.String(validate=validate.OneOf([*StepAction]))
    by = fields.String()
    note = fields.String(allow_none=True)


class DecisionDetailSchema(DecisionEntrySchema):
    """A decision with every step that was taken since."""

    steps = fields.List(fields.Nested(DecisionStepSchema))


class ReversalSettlementSchema(Schema):
    """Whether it is reversed."""

    confirm = fields.Boolean(required=True)


class AccountArguments(OpenPeriodSchema):
    """Over which touchpoints to look, by when they were; the last 90 days if not given."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_LIMIT))


class AccountSchema(Schema):
    """One customer: how much of what could be claimed was, and how unlikely that is."""

    customer_key = fields.String()
    touchpoints = fields.Integer(metadata={"description": "That told an amount: the n of the test"})
    claimed = fields.Integer(metadata={"description": "Of these, about how many something was decided"})
    approvals = fields.Integer()
    amount = fields.Integer(metadata={"description": "Approved, in minor units"})
    share = fields.Float()
    p = fields.Float(
        metadata={"description": "One-sided binomial test, times the number of customers looked at"}
    )
    is_outlier = fields.Boolean()


class AccountsSchema(Schema):
    """The accounts that claimed most, the least likely first. Nothing follows from it by itself."""

    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    currency = fields.String(allow_none=True)
    customers = fields.Integer()
    touchpoints = fields.Integer()
    claimed = fields.Integer()
    usual_share = fields.Float()
    items = fields.List(fields.Nested(AccountSchema))
