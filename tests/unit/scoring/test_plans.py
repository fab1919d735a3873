from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoring.domain.plan_definitions import from_definition, to_definition
from scoring.domain.plan_measures import MEASURES, MeasureReference
from scoring.domain.plans import Guardrail, Period, Person, Plan, PlanLine
from scoring.domain.slices import Slice
from unit.scoring.examples import (
    ALICES_PLAN,
    CSAT_LINE,
    EASE_OF_JOIN,
    NPS_LINE,
    NPS_OF_JOIN,
    RESOLVED_LINE,
    RESOLVED_OVERALL,
    SOUND_PLAN,
    curve,
)


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
            replace(ALICES_PLAN, people=(Person("Alice", -1),)),
            "people.0.target_bonus",
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
            "There is no measure 'happiness'; there are " + ", ".join(MEASURES) + ".",
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
    people = (Person("Alice", -5),)
    plan = replace(with_first_line(replace(NPS_LINE, weight=Decimal(0))), people=people, minimum_n=-1)
    assert [problem.path for problem in plan.problems()] == [
        "minimum_n",
        "people.0.target_bonus",
        "lines.0.weight",
        "lines",
    ]


def test_feedback_cannot_be_limited_to_a_kind_of_survey() -> None:
    limited = replace(RESOLVED_LINE, measure=replace(RESOLVED_OVERALL, survey_kind="relationship"))
    plan = replace(ALICES_PLAN, lines=(NPS_LINE, CSAT_LINE, limited))
    assert [problem.path for problem in plan.problems()] == ["lines.2.measure.survey_kind"]


@pytest.mark.parametrize(
    ("plan", "paths"),
    [
        (replace(SOUND_PLAN, people=()), ["people"]),
        (replace(SOUND_PLAN, people=(Person("Alice", 1), Person("Alice", 2))), ["people.1.name"]),
        (replace(SOUND_PLAN, cap=Decimal(99)), ["cap"]),
        (replace(SOUND_PLAN, minimum_response_rate=Decimal(30)), ["minimum_response_rate"]),
        (
            replace(SOUND_PLAN, guardrails=(Guardrail(NPS_OF_JOIN, Decimal(0), Decimal(50)),)),
            ["guardrails.0.measure"],
        ),
        (
            replace(SOUND_PLAN, guardrails=(Guardrail(EASE_OF_JOIN, Decimal(60), Decimal(100)),)),
            ["guardrails.0.limit", "guardrails.0.pays_at_most"],
        ),
    ],
)
def test_people_caps_and_guardrails_that_make_no_sense_are_named(plan: Plan, paths: list[str]) -> None:
    assert [problem.path for problem in plan.problems()] == paths


@pytest.mark.parametrize(
    ("measure", "paths"),
    [
        (MeasureReference("journey_success", Slice()), ["slice.journey"]),
        (MeasureReference("fcr", Slice(journey="join", owner="sales")), ["slice.owner"]),
        (MeasureReference("resolved_share", Slice(segment="home")), ["slice.segment"]),
        (MeasureReference("time_to", Slice(journey="join")), ["milestone"]),
        (MeasureReference("within", Slice(journey="join"), milestone="setup"), ["days"]),
        (MeasureReference("nps", Slice(), days=3), ["days"]),
        (MeasureReference("rating", Slice(), question="q", definition="stars"), ["definition"]),
        (MeasureReference("choice", Slice(), question="q"), ["option"]),
        (MeasureReference("rating", Slice(), question="q", definition="rating-1-10-higher"), []),
    ],
)
def test_a_measure_says_what_it_lacks(measure: MeasureReference, paths: list[str]) -> None:
    assert [problem.path for problem in measure.problems()] == paths


def test_a_line_of_each_unit_needs_units_that_it_can_be_measured_in() -> None:
    own = replace(SOUND_PLAN.lines[1], shared=False)
    plan = replace(SOUND_PLAN, lines=(SOUND_PLAN.lines[0], own, SOUND_PLAN.lines[2]))
    assert plan.problems() == []
    assert [own.measure_for(person).slice.channel for person in plan.people] == ["phone", "web"]
    for unit in (Slice(), Slice(owner="sales")):
        people = (replace(plan.people[0], unit=unit),)
        assert [problem.path for problem in replace(plan, people=people).problems()] == ["lines.1.shared"]


@pytest.mark.parametrize(
    "plan", [ALICES_PLAN, SOUND_PLAN, replace(SOUND_PLAN, minimum_response_rate=Decimal("0.2"))]
)
def test_a_plan_as_data_is_the_same_plan(plan: Plan) -> None:
    assert from_definition(to_definition(plan)) == plan
