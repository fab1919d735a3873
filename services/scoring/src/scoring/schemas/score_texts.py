"""Scores as JSON, put together from pieces of text: a dashboard has a thousand of them, and few pieces."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from scoring.domain import scales
from scoring.domain.breakdowns import Breakdown, Item
from scoring.domain.scales import RESPONSE_RATE
from scoring.domain.scores import headline, scores
from scoring.domain.tallies import Tally
from scoring.schemas.companions import Told
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
        f'"items":[{items}],"companions":{_text(texts.told)}}}'
    )


class _Texts:
    """Those of items; what is alike in many of them is written once."""

    def __init__(self, companions: Companions) -> None:
        self._companions = companions
        self._told = Told()
        self._values: dict[tuple[str, object], str] = {}

    @property
    def told(self) -> list[dict[str, Any]]:
        """The companions that stand beside these items."""
        return self._told.told

    def of(self, items: Iterable[Item]) -> str:
        """ItemSchema's, one after the other."""
        return ",".join([self._item(item) for item in items])

    def _item(self, item: Item) -> str:
        kind, scale, slice_, tally, option, invited = item
        known = self._values
        values = ",".join([known.get(one) or self._value(*one) for one in slice_.items()])
        figures = _figures(kind, scale.version, option, tally, invited)
        pair = self._told.text(self._companions.beside(kind, slice_))
        return f'{{"slice":{{{values}}},{figures},"companions":{pair}}}'

    def _value(self, name: str, value: object) -> str:
        found = self._values[name, value] = f"{_text(name)}:{_text(value and str(value))}"
        return found


# A dashboard is asked again and again, and most of its slices are of months that are over.
@lru_cache(maxsize=2**14)
def _figures(
    kind: str | None, definition: str, option: str | None, tally: Tally, invited: Tally | None
) -> str:
    """What an item says besides its slice and its companions."""
    scale = scales.of(definition)
    figures = {
        "kind": kind,
        "definition": definition,
        **({} if option is None else {"option": option}),
        "statistics": [as_statistic(score) for score in scores(scale, tally)],
        "response_rate": None if invited is None else as_estimate(headline(RESPONSE_RATE, invited)),
    }
    return _text(figures)[1:-1]
