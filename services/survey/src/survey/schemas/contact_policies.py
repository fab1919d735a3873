"""How the contact policy looks on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from shared.accepted import KEY, text
from shared.time_zones import known_time_zone
from survey.domain.contact_policy import Policy
from survey.domain.surveys import KINDS
from survey.schemas.facts import conditions
from survey.store.contact_policies import DAYS, from_definition

_MOST_DAYS = 3 * 366


class LimitSchema(Schema):
    """A gap, a maximum within any period of so many days, or both; of one kind or one survey, or of everything."""

    gap_days = fields.Integer(load_default=0, validate=validate.Range(0, _MOST_DAYS))
    maximum = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 1000))
    period_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, _MOST_DAYS))
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    survey = fields.String(load_default=None, allow_none=True, validate=KEY)

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        if (data["maximum"] is None) != (data["period_days"] is None):
            missing = "maximum" if data["maximum"] is None else "period_days"
            raise ValidationError("A maximum and its period_days go together.", missing)
        if data["maximum"] is None and not data["gap_days"]:
            raise ValidationError("Say gap_days, or maximum and period_days.")


def _limits(**options: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(LimitSchema), validate=validate.Length(max=50), **options)


class ExemptionSchema(Schema):
    """Touchpoints with limits of their own instead of the policy's; the first that holds counts."""

    key = fields.String(required=True, validate=KEY)
    touchpoint = fields.String(load_default=None, allow_none=True, validate=text(200))
    where = conditions()
    limits = _limits(required=True, metadata={"description": "Empty for no limit at all"})

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        if not data["touchpoint"] and not data["where"]:
            raise ValidationError("This would hold for every touchpoint; say touchpoint or where.")


class HoursSchema(Schema):
    """From one time of the day to another; over midnight when they end before they begin."""

    begin = fields.String(
        data_key="from",
        attribute="from",
        required=True,
        validate=validate.Regexp(r"([01]\d|2[0-3]):[0-5]\d\Z", error='Use a time such as "09:00".'),
    )
    end = fields.String(
        data_key="to",
        attribute="to",
        required=True,
        validate=validate.Regexp(r"(([01]\d|2[0-3]):[0-5]\d|24:00)\Z", error='Use a time such as "20:30".'),
    )

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        if data["from"] == data["to"]:
            raise ValidationError("These hours end when they begin.", "to")


class WindowSchema(HoursSchema):
    """Hours on some days of the week: the days on which they begin."""

    days = fields.List(
        fields.String(validate=validate.OneOf(DAYS)), load_default=list(DAYS), validate=validate.Length(1, 7)
    )


class PolicySchema(Schema):
    """How often one customer may be asked over all surveys and channels, reminders included, and at what hours."""

    limits = _limits(required=True, metadata={"description": "All of them hold; empty for no limit"})
    exemptions = fields.List(
        fields.Nested(ExemptionSchema), load_default=list, validate=validate.Length(max=50)
    )
    windows = fields.List(
        fields.Nested(WindowSchema),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "When mail may go out, by the customer's clock; empty for at any hour"},
    )
    quiet_hours = fields.Nested(
        HoursSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "When no mail goes out, whatever the windows say"},
    )
    time_zone = fields.String(
        load_default="UTC",
        validate=known_time_zone,
        metadata={"description": "Of customers of whom none is known"},
    )

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Policy:
        policy = from_definition(data)
        if not policy.ever_opens:
            raise ValidationError("The quiet hours leave nothing of the windows.", "quiet_hours")
        return policy


class PolicySetSchema(Schema):
    """Which version it has, and whether it was new."""

    version = fields.Integer()
    is_new = fields.Boolean()


class ListedPolicySchema(Schema):
    """A version of the policy; the built-in one, 0, was never set."""

    version = fields.Integer()
    set_at = fields.AwareDateTime(allow_none=True)
    definition = fields.Nested(PolicySchema)


class PolicyPageSchema(Schema):
    """A page of versions of the policy; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedPolicySchema))
    next = fields.String(allow_none=True)
