"""Every worked example of docs/scoring.md, computed again with the service's own code."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from scoring.domain import means, nps, scales, shares
from scoring.domain.comparisons import holm
from scoring.domain.estimates import SMALLEST_SHOWN, Difference, Measured
from scoring.domain.feedback import News, Place
from scoring.domain.scales import NPS, Box
from scoring.domain.suppression import hidden_cells
from scoring.domain.tallies import Tally
from scoring.domain.trends import ewma
from scoring.domain.weighting import class_weights, effective_n, raked, worst_cases
from unit.scoring.examples import nps_tally

PAGE = Path(__file__).parents[3] / "docs" / "scoring.md"


class _Exact(yaml.SafeLoader):
    """Keeps numbers as they are written, since their decimals say how exactly they are meant."""


_Exact.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(str(node.value)))

EXAMPLES = [
    yaml.load(block, _Exact)
    for block in re.findall(
        r"^```yaml\n(formula: .*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
]


def measured(found: Measured | Difference) -> dict[str, Any]:
    assert found.shown
    return {name: getattr(found, name) for name in ("value", "low", "high")}


def compared(found: Any) -> dict[str, Any]:
    extra = ("p", "adjusted", "standard_error")
    return {**measured(found), **{name: getattr(found, name) for name in extra if hasattr(found, name)}}


def rakes(sizes: dict[str, int], targets: list[dict[str, float]]) -> dict[str, Any]:
    weights, _ = raked({tuple(name.split()): n for name, n in sizes.items()}, targets)
    return {" ".join(cell): weight for cell, weight in weights.items()}


def tally(scale: str, values: list[int]) -> Tally:
    return Tally.of(values, scales.of(scale))


def limits(standard_error: float, centre: float, weight: float) -> dict[str, Any]:
    last = ewma([centre] * 500, [standard_error] * 500, centre, weight)[-1]
    return {"lower": last.lower, "upper": last.upper}


def standing(resolved: int, withdrawn: int = 0, reopened: int = 0) -> dict[str, Any]:
    """Each step by the day on which it was taken, 0 if it was not."""
    at = [datetime(2026, 11, day, tzinfo=UTC) if day else None for day in (resolved, withdrawn, reopened)]
    routed = News(UUID(int=1), Place("s", None, None, None, None, None, "t"))
    item = routed.told_at(datetime(2026, 11, 1, tzinfo=UTC))
    item = replace(item, resolved_at=at[0], withdrawn_at=at[1], reopened_at=at[2])
    return {"standing": item.standing.name.lower()}


FORMULAS: dict[str, Callable[..., dict[str, Any]]] = {
    "nps": lambda **n: measured(nps.net_promoter_score(nps_tally(**n))),
    "nps_difference": lambda first, second: compared(nps.difference(nps_tally(*first), nps_tally(*second))),
    "share": lambda successes, n: measured(shares.share(successes, n)),
    "share_difference": lambda first, second: compared(shares.difference(tuple(first), tuple(second))),
    "mean": lambda scale, values: measured(means.mean(tally(scale, values), scales.of(scale))),
    "mean_difference": lambda scale, first, second: compared(
        means.difference(tally(scale, first), tally(scale, second), scales.of(scale))
    ),
    "top_box": lambda scale: {"values": [v for v in range(12) if _top(scale, v)]},
    "holm": lambda ps: {"corrected": holm(ps)},
    "ewma": lambda values, standard_error, centre, weight: {
        "averages": [c.average for c in ewma(values, [standard_error] * len(values), centre, weight)]
    },
    "ewma_limits": limits,
    "hidden": lambda table: {
        "places": sorted(
            list(place)
            for place in hidden_cells(
                {(row, column): n for row, of in enumerate(table) for column, n in enumerate(of)},
                SMALLEST_SHOWN,
            )
        )
    },
    "standing": standing,
    "class_weights": lambda sizes, shares: {
        cell[0]: weight for cell, weight in class_weights(_classes(sizes), _classes(shares)).items()
    },
    "effective_n": lambda sizes, weights: {
        "n": effective_n({cell: nps_tally(0, 0, n) for cell, n in _classes(sizes).items()}, _classes(weights))
    },
    "raked": rakes,
    "worst_cases": lambda asked, **n: vars_of(worst_cases(NPS, nps_tally(**n), asked)),
}


def _top(scale: str, value: int) -> bool:
    known = scales.of(scale)
    return known.minimum <= value <= known.maximum and known.box_of(value) is Box.TOP


def _classes(values: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    return {(name,): value for name, value in values.items()}


def vars_of(found: Any) -> dict[str, Any]:
    return {"low": found.low, "high": found.high}


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def as_printed(value: Any, printed: Any) -> Any:
    """The value with as many decimals as are printed."""
    if isinstance(printed, list):
        assert len(value) == len(printed)
        return [as_printed(*pair) for pair in zip(value, printed, strict=True)]
    if isinstance(printed, Decimal):
        exponent = printed.as_tuple().exponent
        assert isinstance(exponent, int)
        return round(Decimal(value), -exponent) + 0
    return value


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["formula"])
def test_the_page_says_what_the_service_computes(example: dict[str, Any]) -> None:
    found = FORMULAS[example["formula"]](**plain(example["in"]))
    printed = example["out"]
    assert {name: as_printed(found[name], value) for name, value in printed.items()} == printed


def test_every_formula_has_an_example() -> None:
    assert {example["formula"] for example in EXAMPLES} == set(FORMULAS)
