from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoring.domain.plans import MeasureReference, Period, Plan, PlanLine
from scoring.domain.slices import Slice
from unit.scoring.examples import ALICES_PLAN, CSAT_LINE, NPS_LINE, RESOLVED_LINE, RESOLVED_OVERALL, curve


def with_first_line(line: PlanLine) -> Plan:
    return replace(ALICES_PLAN, lines=(line, CSAT_LINE, RESOLVED_LINE))


def test_alices_plan_has_no_problems() -> None:
    assert ALICES_PLAN.problems() == []


@pytest.mark.parametrize(
    ("plan", "path", "message"),
    [
        (
            replace(ALICES_PLAN, lines=()),
            "lines",
            "The plan has no lines, so it could never pay anything.",
        ),
        (
            replace(ALICES_PLAN, target_bonus=-1),
            "target_bonus",
            "A bonus cannot be negative; it is -1 cents.",
        ),
        (
            replace(ALICES_PLAN, period=Period(date(2026, 3, 31), date(2026, 1, 1))),
            "period.last_day",
            "The period ends on 2026-01-01, before it begins on 2026-03-31.",
        ),
        (
            replace(ALICES_PLAN, minimum_n=4),
            "minimum_n",
            "The minimum for pay must be at least 5, since fewer answers are never shown; it is 4.",
        ),
        (
            with_first_line(replace(NPS_LINE, weight=Decimal("49.99"))),
            "lines",
            "The weights must add up to exactly 100; they add up to 99.99.",
        ),
        (
            with_first_line(replace(NPS_LINE, measure=MeasureReference("happiness", Slice()))),
            "lines.0.measure.kind",
            "There is no measure 'happiness'; there are nps, ces, csat, resolved_share.",
        ),
        (
            with_first_line(replace(NPS_LINE, curve=curve("40", "30", "60"))),
            "lines.0.curve.target",
            "Higher is better here, so the target must be above the threshold of 40; it is 30.",
        ),
        (
            with_first_line(
                replace(
                    CSAT_LINE, measure=NPS_LINE.measure, weight=Decimal(50), curve=curve("30", "40", "101")
                )
            ),
            "lines.0.curve.maximum",
            "NPS lies between -100 and 100; 101 is out of reach.",
        ),
        (
            replace(ALICES_PLAN, lines=(NPS_LINE, replace(NPS_LINE, curve=curve("0", "10", "20")))),
            "lines.1.measure",
            "Line 0 already pays for this measure and slice.",
        ),
    ],
)
def test_a_plan_that_cannot_pay_says_where_and_why(plan: Plan, path: str, message: str) -> None:
    assert [(problem.path, problem.message) for problem in plan.problems()] == [(path, message)]


def test_a_percentage_where_a_share_belongs_is_found() -> None:
    plan = replace(
        ALICES_PLAN, lines=(NPS_LINE, replace(CSAT_LINE, curve=curve("60", "70", "80")), RESOLVED_LINE)
    )
    assert [problem.path for problem in plan.problems()] == [
        "lines.1.curve.threshold",
        "lines.1.curve.target",
        "lines.1.curve.maximum",
    ]


def test_a_negative_weight_is_found_even_when_the_sum_is_right() -> None:
    lines = (
        replace(NPS_LINE, weight=Decimal(90)),
        replace(CSAT_LINE, weight=Decimal(-10)),
        RESOLVED_LINE,
    )
    assert [(problem.path, problem.message) for problem in replace(ALICES_PLAN, lines=lines).problems()] == [
        ("lines.1.weight", "A weight must be above 0; it is -10.")
    ]


def test_a_third_each_is_not_a_hundred() -> None:
    third = Decimal("33.33333333333333333333333333333333")
    lines = tuple(replace(line, weight=third) for line in ALICES_PLAN.lines)
    assert [problem.path for problem in replace(ALICES_PLAN, lines=lines).problems()] == ["lines"]


def test_every_problem_is_told_at_once() -> None:
    plan = replace(with_first_line(replace(NPS_LINE, weight=Decimal(0))), target_bonus=-5, minimum_n=-1)
    assert [problem.path for problem in plan.problems()] == [
        "target_bonus",
        "minimum_n",
        "lines.0.weight",
        "lines",
    ]


def test_feedback_cannot_be_limited_to_a_kind_of_survey() -> None:
    limited = replace(RESOLVED_LINE, measure=replace(RESOLVED_OVERALL, survey_kind="relationship"))
    plan = replace(ALICES_PLAN, lines=(NPS_LINE, CSAT_LINE, limited))
    assert [problem.path for problem in plan.problems()] == ["lines.2.measure.survey_kind"]
