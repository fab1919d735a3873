from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.payouts import CurvePosition, PayoutCurve
from scoring.domain.scales import Direction
from unit.scoring.examples import curve

HIGHER, LOWER = Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER

ACHIEVEMENT = curve("80", "100", "120", percents=("40", "50", "80"))
MEDIAN_HOURS = curve("48", "24", "12")


@st.composite
def curves(draw: st.DrawFn, direction: Direction) -> PayoutCurve:
    numbers = st.decimals(-1000, 1000, places=2)
    values = sorted(
        draw(st.lists(numbers, min_size=3, max_size=3, unique=True)), key=lambda v: direction.sign * v
    )
    percents = sorted(draw(st.lists(st.decimals(0, 500, places=2), min_size=3, max_size=3, unique=True)))
    return PayoutCurve(*values, *percents)


VALUES = st.fractions(-1200, 1200)


@pytest.mark.parametrize(
    ("achievement", "points"), [("79.9", 0), ("80", 40), ("100", 50), ("110", 65), ("120", 80), ("150", 80)]
)
def test_a_published_executive_plan_pays_these_points(achievement: str, points: int) -> None:
    assert ACHIEVEMENT.percent_for(Fraction(achievement), HIGHER) == points


@pytest.mark.parametrize(
    ("hours", "percent", "position"),
    [
        ("48.1", 0, CurvePosition.BELOW_THRESHOLD),
        ("48", 40, CurvePosition.THRESHOLD_REACHED),
        ("36", 70, CurvePosition.THRESHOLD_REACHED),
        ("24", 100, CurvePosition.TARGET_REACHED),
        ("18", 130, CurvePosition.TARGET_REACHED),
        ("12", 160, CurvePosition.MAXIMUM_REACHED),
        ("1", 160, CurvePosition.MAXIMUM_REACHED),
    ],
)
def test_where_lower_is_better_the_curve_is_mirrored(
    hours: str, percent: int, position: CurvePosition
) -> None:
    assert MEDIAN_HOURS.percent_for(Fraction(hours), LOWER) == percent
    assert MEDIAN_HOURS.position_of(Fraction(hours), LOWER) is position


def test_a_share_of_exactly_the_target_reaches_it() -> None:
    """0.7 in binary is a little less than 0.70; pay must not hang on that."""
    assert curve("0.60", "0.70", "0.80").percent_for(Fraction(70, 100), HIGHER) == 100


@given(st.data(), st.sampled_from(Direction), VALUES, VALUES)
def test_a_better_value_never_earns_less(
    data: st.DataObject, direction: Direction, one: Fraction, other: Fraction
) -> None:
    worse, better = sorted((one, other), key=lambda value: direction.sign * value)
    drawn = data.draw(curves(direction))
    assert drawn.percent_for(worse, direction) <= drawn.percent_for(better, direction)


@given(st.data(), st.sampled_from(Direction), VALUES)
def test_nothing_below_threshold_and_never_more_than_the_maximum(
    data: st.DataObject, direction: Direction, value: Fraction
) -> None:
    drawn = data.draw(curves(direction))
    percent = drawn.percent_for(value, direction)
    assert percent <= drawn.percent_at_maximum
    if direction.sign * (value - Fraction(drawn.threshold)) < 0:
        assert percent == 0
    else:
        assert percent >= drawn.percent_at_threshold


@given(curves(HIGHER), VALUES)
def test_a_mirrored_curve_pays_the_mirrored_value_the_same(drawn: PayoutCurve, value: Fraction) -> None:
    mirrored = replace(drawn, threshold=-drawn.threshold, target=-drawn.target, maximum=-drawn.maximum)
    assert mirrored.percent_for(-value, LOWER) == drawn.percent_for(value, HIGHER)


@given(st.data(), st.sampled_from(Direction))
def test_a_sound_curve_has_no_problems(data: st.DataObject, direction: Direction) -> None:
    assert list(data.draw(curves(direction)).problems(direction)) == []


@pytest.mark.parametrize(
    ("wrong", "direction", "path", "message"),
    [
        (
            curve("30", "20", "60"),
            HIGHER,
            "target",
            "Higher is better here, so the target must be above the threshold of 30; it is 20.",
        ),
        (
            curve("30", "40", "40"),
            HIGHER,
            "maximum",
            "Higher is better here, so the maximum must be above the target of 40; it is 40.",
        ),
        (
            curve("48", "24", "36"),
            LOWER,
            "maximum",
            "Lower is better here, so the maximum must be below the target of 24; it is 36.",
        ),
        (
            replace(ACHIEVEMENT, percent_at_threshold=Decimal(-10)),
            HIGHER,
            "percent_at_threshold",
            "A payout cannot be negative; it is -10 %.",
        ),
        (
            replace(ACHIEVEMENT, percent_at_target=Decimal(40)),
            HIGHER,
            "percent_at_target",
            "The target must pay more than the threshold's 40 %; it pays 40 %.",
        ),
        (
            replace(ACHIEVEMENT, percent_at_maximum=Decimal("49.5")),
            HIGHER,
            "percent_at_maximum",
            "The maximum must pay more than the target's 50 %; it pays 49.5 %.",
        ),
    ],
)
def test_a_curve_that_would_pay_the_wrong_way_says_why(
    wrong: PayoutCurve, direction: Direction, path: str, message: str
) -> None:
    assert [(problem.path, problem.message) for problem in wrong.problems(direction)] == [(path, message)]
