"""docs/drivers.md: each worked example comes out as it is printed."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import yaml

from scoring.domain import scales
from scoring.domain.drivers import answers_needed, lmg
from scoring.domain.estimates import Estimate
from scoring.domain.factors import Gap, gap_in_practice, gap_on_scale
from scoring.domain.forecasts import Forecast, PerceptionGap, perception_gap
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from scoring.domain.slices import Slice
from scoring.domain.units import Unit

PAGE = Path(__file__).parents[3] / "docs/drivers.md"
EXAMPLES = [
    yaml.safe_load(block)
    for block in re.findall(r"^```example\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
]


def work_out(example: dict[str, Any]) -> Any:
    match example["formula"]:
        case "lmg":
            return [round(float(share), 6) for share in lmg(np.array(example["correlations"]))]
        case "answers_needed":
            return answers_needed(example["factors"])
        case "gap_on_scale":
            return _gap(gap_on_scale(np.array(example["values"]), scales.of(example["definition"])))
        case "gap_in_practice":
            return _gap(gap_in_practice(np.array(example["values"])))
        case "perception_gap":
            found = _perception_gap(example)
            assert found is not None
            return {"gap": found.gap, "perception": found.perception}
    raise AssertionError(f"nobody knows how to work out {example['formula']!r}")


def _perception_gap(example: dict[str, Any]) -> PerceptionGap | None:
    measure, measured = MeasureReference(example["measure"], Slice()), example["measured"]
    period = Period(date(2027, 1, 1), date(2027, 1, 31))
    made_at = datetime(2026, 12, 1, tzinfo=UTC)
    value = Decimal(example["expected"])
    forecast = Forecast(UUID(int=1), "Alice", measure, period, value, "a test", made_at)
    exact = Fraction(measured["value"])
    return perception_gap(
        forecast, Estimate(exact, measured["low"], measured["high"], 100, Unit.POINTS, "by hand")
    )


def _gap(gap: Gap) -> dict[str, float]:
    return {"size": round(gap.size, 4), "volume": round(gap.volume, 4)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["formula"]))
def test_a_worked_example_comes_out_as_it_is_printed(example: dict[str, Any]) -> None:
    assert work_out(example) == example["gives"]


def test_every_block_was_read() -> None:
    assert len(EXAMPLES) == PAGE.read_text("utf-8").count("```example") == 5
