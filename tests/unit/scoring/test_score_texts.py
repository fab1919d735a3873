"""Scores are written as text, which says what a plain JSON document of them says."""

import json
from datetime import date
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain import scales
from scoring.domain.breakdowns import Breakdown, Item, SliceValues
from scoring.domain.companions import Companion, Missing, Pair
from scoring.domain.tallies import ZERO, Tally
from scoring.schemas.estimates import as_estimate
from scoring.schemas.score_texts import scores_text
from scoring.schemas.scores import ScoresSchema, as_statistic
from scoring.use_cases.find_companions import Companions

DEFINITIONS = ("nps-0-10", "ces-2.0-1-7", "csat-1-5", "rating-0-10-lower", "choice-0-1", "resolved-0-1")
NOTHING = Companion(None, None, None, None, Missing.NOT_NAMED)
OUTCOME = Companion("journey_success", None, 'the "way" in', date(2026, 11, 1), Missing.NOT_DESIGNED)


class Beside:
    """The outcome beside what has a journey, with two counter-measures; nothing beside the rest."""

    def beside(self, _: str | None, slice_: SliceValues) -> Pair:
        return Pair(OUTCOME, (NOTHING, OUTCOME)) if slice_.get("journey") else Pair(NOTHING, (NOTHING,))


@st.composite
def items(draw: st.DrawFn) -> Item:
    scale = scales.of(draw(st.sampled_from(DEFINITIONS)))
    values = st.lists(st.integers(scale.minimum, scale.maximum), min_size=scale.smallest_shown, max_size=60)
    tally = draw(st.one_of(st.just(ZERO), values.map(lambda given: Tally.of(given, scale))))
    invited = draw(st.one_of(st.none(), st.just(ZERO), st.just(Tally(40, 30, 0, 10, 10, 10))))
    return Item(
        draw(st.sampled_from([None, "transactional"])),
        scale,
        {
            "journey": draw(st.one_of(st.none(), st.text())),
            "version": draw(st.one_of(st.none(), st.integers(1, 3))),
            "month": draw(st.dates()),
        },
        tally,
        draw(st.one_of(st.none(), st.text(), st.just(""))),
        invited,
    )


@given(st.lists(items()), st.booleans())
def test_the_text_of_scores_is_that_of_a_plain_document(found: list[Item], broken_down: bool) -> None:
    by = ["journey", "version", "month"] if broken_down else []
    breakdown = Breakdown(tuple(found[:2]), tuple(found), tuple(found[2:4]))
    text = scores_text("nps", by, breakdown, cast("Companions", Beside()))
    told: list[Companion] = []
    document = {
        "measure": "nps",
        "by": by,
        "totals": [plain(item, told) for item in found[:2]],
        "subtotals": [plain(item, told) for item in found[2:4]],
        "items": [plain(item, told) for item in (found if by else found[:2])],
        "companions": [],
    }
    document["companions"] = [
        {
            "measure": one.measure,
            "definition": None,
            "journey": one.journey,
            "period": one.period and one.period.isoformat(),
            "shown": False,
            "reason": one.found,
        }
        for one in told
    ]
    assert text == json.dumps(document, separators=(",", ":"))
    assert ScoresSchema().dump(json.loads(text)) == json.loads(text)


def plain(item: Item, told: list[Companion]) -> dict[str, Any]:
    pair = Beside().beside(item.kind, item.slice)
    for one in (pair.outcome, *pair.counter_measures):
        if one not in told:
            told.append(one)
    return {
        "slice": {name: value and str(value) for name, value in item.slice.items()},
        "kind": item.kind,
        "definition": item.scale.version,
        **({} if item.option is None else {"option": item.option}),
        "statistics": [as_statistic(score) for score in item.scores],
        "response_rate": None if item.response_rate is None else as_estimate(item.response_rate),
        "companions": {
            "outcome": told.index(pair.outcome),
            "counter_measures": [told.index(one) for one in pair.counter_measures],
        },
    }
