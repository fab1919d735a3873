"""What somebody expected beside what was measured."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from scoring.domain.estimates import Estimate, Hidden
from scoring.domain.forecasts import (
    Forecast,
    Perception,
    PerceptionGap,
    is_too_late,
    may_be_measured,
    perception_gap,
)
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from scoring.domain.units import Unit
from unit.scoring.examples import DAYS_TO_JOIN, NPS_OF_JOIN

JANUARY = Period(date(2027, 1, 1), date(2027, 1, 31))


def forecast(value: str, measure: MeasureReference = NPS_OF_JOIN) -> Forecast:
    made_at = datetime(2026, 12, 1, tzinfo=UTC)
    return Forecast(UUID(int=1), "Alice", measure, JANUARY, Decimal(value), "a test", made_at)


def measured(value: int, low: float, high: float, unit: Unit = Unit.POINTS) -> Estimate:
    return Estimate(Fraction(value), low, high, 100, unit, "by hand")


@pytest.mark.parametrize(
    ("value", "perception"),
    [
        ("9.999999", Perception.TOO_DARK),
        ("10", Perception.IN_LINE),
        ("30", Perception.IN_LINE),
        ("30.000001", Perception.TOO_BRIGHT),
    ],
)
def test_within_the_interval_a_forecast_is_in_line(value: str, perception: Perception) -> None:
    found = perception_gap(forecast(value), measured(20, 10, 30))
    assert found is not None
    assert found.gap == pytest.approx(float(value) - 20)
    assert found.perception is perception


def test_where_lower_is_better_less_is_brighter() -> None:
    found = perception_gap(forecast("3", DAYS_TO_JOIN), measured(9, 7, 12, Unit.DAYS))
    assert found == PerceptionGap(-6, Perception.TOO_BRIGHT)


def test_against_what_is_hidden_there_is_no_gap() -> None:
    assert perception_gap(forecast("3"), Hidden()) is None


def test_a_period_can_be_forecast_before_it_begins_and_is_measured_once_it_is_over() -> None:
    assert [is_too_late(JANUARY, date(2026, 12, 31)), is_too_late(JANUARY, date(2027, 1, 1))] == [False, True]
    assert [may_be_measured(JANUARY, day) for day in (date(2027, 1, 31), date(2027, 2, 1))] == [False, True]
