"""What stands beside scores on the wire: each figure once, since many scores share one."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from marshmallow import Schema, fields

from scoring.domain.companions import Companion, Missing, Pair
from scoring.schemas.estimates import EstimateSchema, as_estimate


class CompanionSchema(EstimateSchema):
    """The journey's outcome or a counter-measure, over the same period, with n and interval; or why there is none."""

    measure = fields.String(allow_none=True, metadata={"description": "Null where the register names none"})
    definition = fields.String(allow_none=True)
    journey = fields.String(allow_none=True)
    period = fields.String(
        allow_none=True, metadata={"description": "Its first day; null where the score is of several"}
    )


class PairSchema(Schema):
    """Which of `companions` belong to a score, the first being 0."""

    outcome = fields.Integer(metadata={"description": "What came of the journey"})
    counter_measures = fields.List(
        fields.Integer(),
        metadata={
            "description": "What gets worse when this score is pushed, on each scale that it was asked on"
        },
    )


class Told:
    """The companions that were told so far, and which place each has; those with the same `key` are the same.

    That is their identity if nothing else is said: to compare the fractions of a thousand would take longer than to
    find them.
    """

    def __init__(self, key: Callable[[Companion], Hashable] = id) -> None:
        self._key = key
        self._companions: list[Companion] = []  # kept, so that none takes the identity of one that has gone
        self._places: dict[Hashable, int] = {}

    @property
    def told(self) -> list[dict[str, Any]]:
        """What CompanionSchema shows of each, in its place."""
        return [as_companion(companion) for companion in self.companions]

    @property
    def companions(self) -> Sequence[Companion]:
        """Each in its place."""
        return self._companions

    def as_pair(self, pair: Pair) -> dict[str, Any]:
        """What PairSchema describes."""
        outcome, counter_measures = self.places(pair)
        return {"outcome": outcome, "counter_measures": counter_measures}

    def places(self, pair: Pair) -> tuple[int, list[int]]:
        """Those of the outcome and of the counter-measures."""
        outcome, counter_measures = pair
        return self._place(outcome), [self._place(companion) for companion in counter_measures]

    def _place(self, companion: Companion) -> int:
        place = self._places.setdefault(self._key(companion), len(self._companions))
        if place == len(self._companions):
            self._companions.append(companion)
        return place


def as_companion(companion: Companion) -> dict[str, Any]:
    """What CompanionSchema shows."""
    found = companion.found
    return {
        "measure": companion.measure,
        "definition": companion.definition,
        "journey": companion.journey,
        "period": companion.period and str(companion.period),
        **({"shown": False, "reason": found} if isinstance(found, Missing) else as_estimate(found)),
    }
