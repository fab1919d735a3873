"""What stands beside scores on the wire: each figure once, since many scores share one."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.breakdowns import Item, SliceValues
from scoring.domain.companions import Companion, Missing, Pair
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.use_cases.find_companions import Companions


class CompanionSchema(EstimateSchema):
    """The journey's outcome or a counter-measure, over the same period, with n and interval; or why there is none."""

    measure = fields.String(allow_none=True, metadata={"description": "Null where the register names none"})
    definition = fields.String(allow_none=True)
    journey = fields.String(allow_none=True)
    period = fields.String(
        allow_none=True, metadata={"description": "Null where it is all that was asked for"}
    )


class PairSchema(Schema):
    """Which of `companions` belong to a score, the first being 0."""

    outcome = fields.Integer(metadata={"description": "What came of the journey"})
    counter_measure = fields.Integer(metadata={"description": "What gets worse when this score is pushed"})


class Told:
    """The companions that were told so far, and which place each has."""

    def __init__(self, companions: Companions) -> None:
        self._companions = companions
        self.told: list[dict[str, Any]] = []
        # By identity: to compare the fractions of a thousand would take longer than to find them. The companions of
        # scores are kept with the pairs, so none takes the place of one that has gone.
        self._places: dict[int, int] = {}
        self._pairs: dict[int, tuple[Pair, str]] = {}

    def beside(self, item: Item) -> str:
        """What PairSchema describes, as JSON."""
        pair = self._companions.beside(item.kind, item.slice)
        known = self._pairs.get(id(pair))
        if known is None:
            places = ",".join(f'"{role}":{place}' for role, place in self._places_of(pair).items())
            known = self._pairs[id(pair)] = pair, f"{{{places}}}"
        return known[1]

    def places(self, kind: str | None, slice_: SliceValues) -> dict[str, int]:
        """What PairSchema describes, for the score of this kind and slice."""
        return self._places_of(self._companions.beside(kind, slice_))

    def _places_of(self, pair: Pair) -> dict[str, int]:
        return {"outcome": self._place(pair.outcome), "counter_measure": self._place(pair.counter_measure)}

    def _place(self, companion: Companion) -> int:
        place = self._places.setdefault(id(companion), len(self.told))
        if place == len(self.told):
            self.told.append(as_companion(companion))
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
