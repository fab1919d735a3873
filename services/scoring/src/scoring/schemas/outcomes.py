"""What came of a journey on the wire."""

from typing import Any

from marshmallow import Schema, fields

from scoring.schemas.case_estimates import all_shown, as_shown, estimates
from scoring.schemas.estimates import EstimateSchema
from scoring.schemas.times import TimeToSchema, as_time
from scoring.use_cases.measure_outcomes import Outcomes


class ComparedSchema(Schema):
    """A group against all others by log-rank; z above 0 means sooner; `adjusted_p` is corrected by Holm."""

    group = fields.String()
    n = fields.Integer()
    z = fields.Float()
    p = fields.Float()
    adjusted_p = fields.Float()


class MilestoneSchema(Schema):
    """The time to a milestone, over all cases and by group."""

    all = fields.Nested(TimeToSchema)
    groups = fields.Dict(keys=fields.String(), values=fields.Nested(TimeToSchema))
    compared = fields.List(fields.Nested(ComparedSchema))


class ResolutionSchema(Schema):
    """First-contact resolution as customers say and as contacts show; contacts younger than the window don't count."""

    said = fields.Nested(EstimateSchema)
    seen = fields.Nested(EstimateSchema)
    seen_by_intent = estimates()
    window_days = fields.Integer()
    too_young = fields.Integer(
        allow_none=True, metadata={"description": "Null where what contacts show is hidden"}
    )


def _optional_estimates() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Nested(EstimateSchema), allow_none=True)


class OutcomesSchema(Schema):
    """What came of the journey. Null is what the design or the facts do not tell."""

    statement = fields.Dict(keys=fields.String(), values=fields.String())
    succeeded = fields.Nested(EstimateSchema, metadata={"description": "Of the cases that are over"})
    times = fields.Dict(keys=fields.String(), values=fields.Nested(MilestoneSchema))
    resolution = fields.Nested(ResolutionSchema, allow_none=True)
    repeated = fields.Nested(EstimateSchema, metadata={"description": "Had to explain everything again"})
    lookups_found = fields.Nested(EstimateSchema, allow_none=True)
    installs = _optional_estimates()
    first_month = _optional_estimates()
    promises_kept = estimates()
    complaints_given_up = fields.Nested(EstimateSchema, allow_none=True)


def as_outcomes(found: Outcomes, statement: Any) -> dict[str, Any]:
    """What OutcomesSchema shows."""
    resolution = found.resolution
    return {
        "statement": statement,
        "succeeded": as_shown(found.succeeded),
        "times": {
            name: {
                "all": as_time(time),
                "groups": {group: as_time(one) for group, one in found.groups.get(name, {}).items()},
                "compared": found.compared.get(name, []),
            }
            for name, time in found.times.items()
        },
        "resolution": resolution
        and {
            "said": as_shown(resolution.said),
            "seen": as_shown(resolution.seen),
            "seen_by_intent": all_shown(resolution.seen_by_intent),
            "window_days": resolution.window_days,
            "too_young": resolution.too_young,
        },
        "repeated": as_shown(found.repeated),
        "lookups_found": found.lookups_found and as_shown(found.lookups_found),
        "installs": found.installs and all_shown(found.installs),
        "first_month": found.first_month and all_shown(found.first_month),
        "promises_kept": all_shown(found.promises),
        "complaints_given_up": found.complaints_given_up and as_shown(found.complaints_given_up),
    }
