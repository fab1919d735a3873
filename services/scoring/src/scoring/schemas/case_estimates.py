"""Numbers of cases on the wire: each with its n and its interval, or the reason why there is none."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from scoring.domain.estimates import SMALLEST_SHOWN, Measured
from scoring.schemas.estimates import EstimateSchema, as_estimate

WHY_HIDDEN = f"fewer than {SMALLEST_SHOWN} cases, here or in another group that this one would give away"


class ShownSchema(Schema):
    """Whether there is enough to show."""

    shown = fields.Boolean()
    reason = fields.String(metadata={"description": "Why it is hidden; then there is nothing else"})


class PointSchema(Schema):
    """A share with its interval, which has no bounds at 0 and at 1."""

    value = fields.Float()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)


def estimates() -> fields.Dict:
    """The field of several by name, as `all_shown` shows them."""
    return fields.Dict(keys=fields.String(), values=fields.Nested(EstimateSchema))


def as_shown(estimate: Measured) -> dict[str, Any]:
    """What EstimateSchema shows, with a reason that speaks of cases."""
    return as_estimate(estimate) if estimate.shown else hidden()


def all_shown(found: Mapping[str, Measured]) -> dict[str, Any]:
    """The same of several by name."""
    return {name: as_shown(estimate) for name, estimate in found.items()}


def hidden() -> dict[str, Any]:
    """What ShownSchema shows of what rests on too few cases."""
    return {"shown": False, "reason": WHY_HIDDEN}
