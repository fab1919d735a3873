"""docs/gaming.md: each worked example comes out as it is printed."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from scoring.domain.gaming.period_ends import period_end
from scoring.domain.gaming.results import Check, Outcome, judged
from scoring.domain.gaming.same_devices import Marked, same_device
from scoring.domain.gaming.strata import Table, odds_ratio, upper_tail
from scoring.domain.gaming.units import Place
from scoring.domain.plans import Period
from scoring.domain.slices import Slice

PAGE = Path(__file__).parents[3] / "docs/gaming.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = [
    yaml.safe_load(block) for block in re.findall(r"^```example\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
]
SALES = Slice(owner="sales")
DAY = date(2026, 1, 1)


def work_out(example: dict[str, Any]) -> dict[str, Any]:
    match example["formula"]:
        case "upper_tail":
            return {"gives": round(upper_tail(_tables(example)), 6)}
        case "odds_ratio":
            return {"gives": odds_ratio(_tables(example))}
        case "same_device":
            return _same_device(example)
        case "period_end":
            return _period_end(example)
    raise AssertionError(f"nobody knows how to work out {example['formula']!r}")


def _tables(example: dict[str, Any]) -> list[Table]:
    return [Table(*numbers) for numbers in example["tables"]]


def _same_device(example: dict[str, Any]) -> dict[str, Any]:
    own, other = (Place("calls", "", "", "", owner, "") for owner in ("sales", "support"))
    totals = {(DAY, own): example["of_unit"], (DAY, other): example["answers"] - example["of_unit"]}
    assert example["alike"] == example["own"]
    answers = tuple(UUID(int=number + 1) for number in range(example["own"]))
    result = same_device(SALES, [Marked(DAY, "mark", own, answers)], totals)
    assert result.p is not None
    return {"expected": result.expected, "p": float(f"{result.p:.1e}")}


def _period_end(example: dict[str, Any]) -> dict[str, Any]:
    period = Period(DAY, DAY + timedelta(days=example["days"] - 1))
    days = [DAY + timedelta(days=number) for number in range(example["days"])]
    answers = Counter({day: example["on_working_days"] for day in days if day.weekday() < 5})
    for day in days[-7:]:
        answers[day] += example["more_on_last_days"]
    (result,) = judged([period_end(SALES, answers, period)])
    assert result.expected is not None
    return {
        "hits": result.hits,
        "expected": round(result.expected, 1),
        "found": result.outcome is Outcome.FOUND,
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["formula"]))
def test_a_worked_example_comes_out_as_it_is_printed(example: dict[str, Any]) -> None:
    found = work_out(example)
    assert found == {name: example[name] for name in found}


def test_every_block_was_read() -> None:
    assert len(EXAMPLES) == TEXT.count("```example") == 4


def test_every_check_is_explained() -> None:
    assert [check for check in Check if f"`{check}`" not in TEXT] == []
