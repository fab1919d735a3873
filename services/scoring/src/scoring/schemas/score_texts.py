"""Scores as JSON, put together from pieces of text: a dashboard has a thousand of them, and few pieces."""

import json
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
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
        self._meanings: dict[tuple[str | None, str, str | None], str] = {}

    @property
    def told(self) -> list[dict[str, Any]]:
        """The companions that stand beside these items."""
        return self._told.told

    def of(self, items: Iterable[Item]) -> str:
        """ItemSchema's, one after the other."""
        return ",".join([self._item(item) for item in items])

    def _item(self, item: Item) -> str:
        definition, values = item.scale.version, self._values
        slice_ = ",".join([values.get(one) or self._value(*one) for one in item.slice.items()])
        meaning = self._meanings.get((item.kind, definition, item.option)) or self._meaning(item)
        pair = self._companions.beside(item.kind, item.slice)
        rate = "null" if item.invited is None else _rate(*_counts(item.invited))
        return (
            f'{{"slice":{{{slice_}}},{meaning},"statistics":{_statistics(definition, *_counts(item.tally))},'
            f'"response_rate":{rate},"companions":{self._told.text(pair)}}}'
        )

    def _value(self, name: str, value: object) -> str:
        found = self._values[name, value] = f"{_text(name)}:{_text(value and str(value))}"
        return found

    def _meaning(self, item: Item) -> str:
        option = {} if item.option is None else {"option": item.option}
        meaning = {"kind": item.kind, "definition": item.scale.version, **option}
        found = self._meanings[item.kind, item.scale.version, item.option] = _text(meaning)[1:-1]
        return found


# A dashboard is asked again and again, and most of its slices are of months that are over.
@lru_cache(maxsize=2**14)
def _statistics(definition: str, *counts: int) -> str:
    return _text([as_statistic(score) for score in scores(scales.of(definition), Tally(*counts))])


@lru_cache(maxsize=2**14)
def _rate(*counts: int) -> str:
    return _text(as_estimate(headline(RESPONSE_RATE, Tally(*counts))))


_counts = attrgetter(*Tally.__slots__)
