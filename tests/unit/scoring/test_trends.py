"""Control limits of published charts, and what they call a signal."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.breakdowns import Group
from scoring.domain.scales import CSAT, NPS
from scoring.domain.tallies import Tally
from scoring.domain.trends import ewma, trends
from unit.scoring.examples import nps_tally

# NIST/SEMATECH e-Handbook, 6.3.2.4: target 50, s = 2.0539, λ = 0.3.
NIST = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6]
NIST += [52.4, 53.6, 52.1]
NIST_AVERAGES = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52]
NIST_AVERAGES += [50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99]
DAY = date(2026, 11, 2)


def test_the_chart_of_the_nist_handbook() -> None:
    found = ewma(NIST, [2.0539] * 20, 50, weight=0.3)
    assert [control.average for control in found] == pytest.approx(NIST_AVERAGES, abs=0.0051)
    # The handbook draws the limits that these approach, and cuts the lower one off to 47.4115.
    assert (found[-1].lower, found[-1].upper) == pytest.approx((47.4115, 52.5884), abs=0.002)
    far = ewma([50] * 200, [2.0539] * 200, 50, weight=0.3)[-1]
    assert (round(far.lower, 4), round(far.upper, 4)) == (47.4116, 52.5884)
    assert not any(control.signal for control in found)


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=30), st.floats(0.05, 1))
def test_limits_are_those_of_the_weights_that_each_point_has(errors: list[float], weight: float) -> None:
    last = ewma([0.0] * len(errors), errors, 0, weight)[-1]
    ages = range(len(errors) - 1, -1, -1)
    variance = sum(
        (weight * (1 - weight) ** age * error) ** 2 for age, error in zip(ages, errors, strict=True)
    )
    assert last.upper == pytest.approx(3 * variance**0.5)
    assert last.lower == -last.upper


def weeks(tallies: list[Tally], definition: str = NPS.version, **slice_: Any) -> list[Group]:
    return [
        Group("transactional", definition, {**slice_, "week": DAY + timedelta(weeks=number)}, tally)
        for number, tally in enumerate(tallies)
    ]


def test_a_lasting_fall_is_a_signal_and_a_wobble_is_noise() -> None:
    (wobble,) = trends(weeks([nps_tally(20 + n % 2 * 4, 30, 50) for n in range(10)]), "week")
    assert not any(point.control and point.control.signal for point in wobble.points)
    fallen = [nps_tally(20, 30, 50)] * 8 + [nps_tally(60, 30, 10)] * 3
    (series,) = trends(weeks(fallen), "week")
    assert [bool(point.control and point.control.signal) for point in series.points][-1]


def test_a_point_of_few_answers_has_wider_limits_and_weighs_less_on_the_verdict() -> None:
    (series,) = trends(
        weeks([nps_tally(200, 300, 500), nps_tally(2, 3, 5), nps_tally(200, 300, 500)]), "week"
    )
    few, many = series.points[1].control, series.points[2].control
    assert few is not None
    assert many is not None
    assert few.upper - few.lower > many.upper - many.lower


def test_a_period_of_too_few_is_hidden_and_not_in_the_centre() -> None:
    (series,) = trends(weeks([nps_tally(0, 0, 10), nps_tally(4, 0, 0), nps_tally(10, 0, 0)]), "week")
    assert [point.estimate.shown for point in series.points] == [True, False, True]
    assert series.points[1].control is None
    assert series.centre == 0


def test_versions_kinds_and_definitions_are_series_of_their_own() -> None:
    groups = weeks([nps_tally(0, 0, 9)] * 2, survey="calls", version=1)
    groups += weeks([nps_tally(0, 0, 9)] * 3, survey="calls", version=2)
    groups += weeks([Tally.of([5] * 9, CSAT)], CSAT.version, survey="calls", version=2)
    groups.append(
        Group("relationship", NPS.version, {"survey": "calls", "version": 2, "week": DAY}, nps_tally(0, 0, 9))
    )
    found = trends(groups, "week")
    assert [(s.kind, s.scale.name, s.version, len(s.points)) for s in found] == [
        ("relationship", "nps", 2, 1),
        ("transactional", "csat", 2, 1),
        ("transactional", "nps", 1, 2),
        ("transactional", "nps", 2, 3),
    ]
