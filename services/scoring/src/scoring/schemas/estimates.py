"""A number on the wire: with its n, its interval and its method, or with why there is none."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.estimates import SMALLEST_COMMENTS_SHOWN, SMALLEST_SHOWN, Measured

# One reason for both, since a reader who could tell them apart could work out the hidden number.
WHY_HIDDEN = (
    f"fewer than {SMALLEST_SHOWN} answers ({SMALLEST_COMMENTS_SHOWN} comments),"
    " here or in another group that this one would give away"
)


class EstimateSchema(Schema):
    """A number with its 95 % interval; or, below the least number of answers, why there is none."""

    shown = fields.Boolean()
    reason = fields.String(metadata={"description": "Why it is hidden; then there is nothing else"})
    value = fields.Float()
    low = fields.Float()
    high = fields.Float()
    n = fields.Integer()
    method = fields.String(metadata={"description": "How the interval is made"})
    low_base = fields.Boolean(metadata={"description": "Few answers: read with care"})


def as_estimate(estimate: Measured) -> dict[str, Any]:
    """What EstimateSchema shows."""
    if not estimate.shown:
        return {"shown": False, "reason": WHY_HIDDEN}
    return {
        "shown": True,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "method": estimate.method,
        "low_base": estimate.low_base,
    }
