"""Scores as JSON, put together from pieces of text: a dashboard has a thousand of them, and few pieces."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from scoring.domain import scales
from scoring.domain.breakdowns import Breakdown, Item, SliceValues
from scoring.domain.companions import Companion
from scoring.domain.scales import RESPONSE_RATE, Scale
from scoring.domain.scores import headline, scores
from scoring.domain.tallies import Tally
from scoring.schemas.companions import Told, as_companion
from scoring.schemas.estimates import as_estimate
from scoring.schemas.scores import as_statistic
from scoring.use_cases.find_companions import Companions

_text = json.JSONEncoder(separators=(",", ":")).encode


def scores_text(measure: str, by: list[str], found: Breakdown, companions: Companions) -> str:
    """What ScoresSchema describes, as JSON. Without `by` the totals are all that there is to say."""
    texts = _Texts(companions)
    totals = texts.of(found.totals)
    subtotals = texts.of(found.subtotals)
    items = texts.of(found.items) if by else totals
    return (
        f'{{"measure":{_text(measure)},"by":{_text(by)},"totals":[{totals}],"subtotals":[{subtotals}],'
        f'"items":[{items}],"companions":[{texts.companions}]}}'
    )


class _Texts:
    """Those of items, and of what stands beside them."""

    def __init__(self, companions: Companions) -> None:
        self._beside = companions.beside
        self._told = Told()

    @property
    def companions(self) -> str:
        """CompanionSchema's, one after the other."""
        return ",".join([_companion(companion) for companion in self._told.companions])

    def of(self, items: Iterable[Item]) -> str:
        """ItemSchema's, one after the other."""
        return ",".join([self._item(*item) for item in items])

    def _item(
        self,
        kind: str | None,
        scale: Scale,
        slice_: SliceValues,
        tally: Tally,
        option: str | None,
        invited: Tally | None,
    ) -> str:
        figures = _figures(tuple(slice_.items()), kind, scale.version, option, tally, invited)
        outcome, counters = self._told.places(self._beside(kind, slice_))
        counted = ",".join(map(str, counters))
        return f'{figures},"companions":{{"outcome":{outcome},"counter_measures":[{counted}]}}}}'


# A dashboard is asked again and again, and most of its slices are of months that are over.
@lru_cache(maxsize=2**14)
def _figures(
    slice_: tuple[tuple[str, str | int | date | None], ...],
    kind: str | None,
    definition: str,
    option: str | None,
    tally: Tally,
    invited: Tally | None,
) -> str:
    """What an item says besides its companions."""
    scale = scales.of(definition)
    figures = {
        "slice": {name: value and str(value) for name, value in slice_},
        "kind": kind,
        "definition": definition,
        **({} if option is None else {"option": option}),
        "statistics": [as_statistic(score) for score in scores(scale, tally)],
        "response_rate": None if invited is None else as_estimate(headline(RESPONSE_RATE, invited)),
    }
    return _text(figures)[:-1]


@lru_cache(maxsize=2**14)
def _companion(companion: Companion) -> str:
    return _text(as_companion(companion))
