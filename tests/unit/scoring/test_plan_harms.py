"""Plans that would do harm are refused, each for its own reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scoring.domain.measures import Purpose, built_in
from scoring.domain.plan_harms import harms
from scoring.domain.plan_measures import MEASURES, MeasureReference
from scoring.domain.plans import Plan, PlanLine
from scoring.domain.sample_sizes import answers_needed
from scoring.domain.slices import Slice
from unit.scoring.examples import (
    CSAT_BY_PHONE,
    DAYS_TO_JOIN,
    SOUND_PLAN,
    curve,
    line,
)

TODAY = date(2026, 1, 5)
NPS_LINE, SUCCESS_LINE, RESOLVED_LINE = SOUND_PLAN.lines
SHARES = ("0.60", "0.70", "0.80")


def with_lines(*lines: PlanLine) -> Plan:
    return replace(SOUND_PLAN, lines=lines)


def weighing(weight: int, of: PlanLine) -> PlanLine:
    return replace(of, weight=Decimal(weight))


def test_a_sound_plan_does_no_harm() -> None:
    assert SOUND_PLAN.problems() == []
    assert harms(SOUND_PLAN, TODAY, built_in()) == []


@pytest.mark.parametrize(
    ("plan", "path", "words"),
    [
        (with_lines(weighing(100, SUCCESS_LINE)), "lines", "hangs on one measure"),
        (
            with_lines(
                weighing(60, SUCCESS_LINE),
                line(MeasureReference("fcr", Slice(journey="join")), 40, SHARES),
            ),
            "lines",
            "look at outcome alone",
        ),
        (
            with_lines(weighing(51, NPS_LINE), weighing(49, SUCCESS_LINE)),
            "lines",
            "51 % of what is paid hangs on what customers answer, more than 50 %",
        ),
        (
            with_lines(weighing(50, NPS_LINE), weighing(50, RESOLVED_LINE)),
            "lines",
            "No line looks at what came of a journey",
        ),
        (replace(SOUND_PLAN, guardrails=()), "guardrails", "There is no guardrail"),
        (
            replace(
                with_lines(
                    line(DAYS_TO_JOIN, 50, ("20", "14", "7")),
                    line(CSAT_BY_PHONE, 30, SHARES),
                    weighing(20, RESOLVED_LINE),
                ),
                guardrails=(
                    replace(
                        SOUND_PLAN.guardrails[0], measure=MeasureReference("ces", Slice(journey="leave"))
                    ),
                ),
            ),
            "lines.0.measure",
            "Time is paid without its counter-measure",
        ),
        (
            with_lines(
                weighing(40, NPS_LINE),
                replace(weighing(60, SUCCESS_LINE), curve=curve(*SHARES, percents=("50.1", "100", "150"))),
            ),
            "lines.1.curve.percent_at_threshold",
            "jumps from 0 to 50.1 %",
        ),
        (
            with_lines(NPS_LINE, replace(SUCCESS_LINE, review_on=date(2026, 1, 4)), RESOLVED_LINE),
            "lines.1.review_on",
            "should have been reviewed on 2026-01-04",
        ),
        (
            with_lines(
                weighing(10, NPS_LINE),
                replace(weighing(85, SUCCESS_LINE), curve=curve("0.60", "0.70", "0.71")),
                weighing(5, RESOLVED_LINE),
            ),
            "lines.1.curve.maximum",
            "rises by 60 %, and 2000 cases can't tell the two apart: a cliff",
        ),
        (
            with_lines(replace(NPS_LINE, expected_n=954), SUCCESS_LINE, RESOLVED_LINE),
            "lines.0.expected_n",
            "it takes 955",
        ),
        (
            replace(SOUND_PLAN, people=(SOUND_PLAN.people[0], replace(SOUND_PLAN.people[1], target_bonus=0))),
            "people.1.target_bonus",
            "Bruno has no share in what customers experience",
        ),
    ],
)
def test_a_plan_that_would_do_harm_says_which(plan: Plan, path: str, words: str) -> None:
    assert plan.problems() == []
    found = [(problem.path, problem.message) for problem in harms(plan, TODAY, built_in())]
    assert [place for place, _ in found] == [path]
    assert words in found[0][1]


def with_percents(of: PlanLine, *percents: str) -> PlanLine:
    at_threshold, at_target, at_maximum = map(Decimal, percents)
    return replace(
        of,
        curve=replace(
            of.curve,
            percent_at_threshold=at_threshold,
            percent_at_target=at_target,
            percent_at_maximum=at_maximum,
        ),
    )


@pytest.mark.parametrize(
    ("plan", "path", "words"),
    [
        (
            with_lines(weighing(91, SUCCESS_LINE), weighing(9, NPS_LINE)),
            "lines",
            "hangs on one measure, Journey success",
        ),
        (
            with_lines(
                weighing(46, SUCCESS_LINE),
                line(MeasureReference("fcr", Slice(journey="join")), 46, SHARES),
                weighing(8, NPS_LINE),
            ),
            "lines",
            "look at outcome alone",
        ),
        (
            with_lines(weighing(45, NPS_LINE), weighing(46, RESOLVED_LINE), weighing(9, SUCCESS_LINE)),
            "lines",
            "What is less than 10 % of what is paid counts as nothing",
        ),
        (
            # A weight of 20 that pays tenfold at its target pays 71 % of all: 20 × 1,000 of 20 × 1,000 + 80 × 100.
            with_lines(
                with_percents(weighing(20, NPS_LINE), "40", "1000", "1040"),
                weighing(60, SUCCESS_LINE),
                weighing(20, RESOLVED_LINE),
            ),
            "lines",
            "71.4 % of what is paid hangs on what customers answer",
        ),
        (
            with_lines(
                with_percents(weighing(40, NPS_LINE), "40", "100", "300"), SUCCESS_LINE, RESOLVED_LINE
            ),
            "lines",
            "55.6 % of what is paid hangs on what customers answer",
        ),
        (
            with_lines(
                line(
                    MeasureReference("time_to", Slice(journey="join"), milestone="revenue"),
                    50,
                    ("20", "14", "7"),
                ),
                weighing(50, NPS_LINE),
            ),
            "lines",
            "No line looks at what came of a journey",
        ),
    ],
)
def test_a_token_line_and_unlike_percents_get_round_nothing(plan: Plan, path: str, words: str) -> None:
    assert plan.problems() == []
    found = [(problem.path, problem.message) for problem in harms(plan, TODAY, built_in())]
    assert [place for place, _ in found] == [path]
    assert words in found[0][1]


def test_the_register_says_what_a_measure_is() -> None:
    def found(plan: Plan, kind: str, **entry: Any) -> list[tuple[str, str]]:
        register = {**built_in(), kind: replace(built_in()[kind], version=1, **entry)}
        return [(problem.path, problem.message) for problem in harms(plan, TODAY, register)]

    assert found(SOUND_PLAN, "nps", owner="Eva", review_date=TODAY) == []
    assert found(SOUND_PLAN, "nps", review_date=date(2026, 1, 4)) == [
        (
            "lines.0.measure",
            "The register says that NPS should have been reviewed on 2026-01-04; review it first.",
        )
    ]
    assert found(SOUND_PLAN, "ces", review_date=date(2026, 1, 4))[0][0] == "guardrails.0.measure"
    ((path, words),) = found(SOUND_PLAN, "nps", owner="Diego")
    assert (path, words) == (
        "lines.0.owner",
        "The register says that Diego answers for NPS; leave this out.",
    )
    ((path, words),) = found(SOUND_PLAN, "resolved_share", counter_measure="fcr")
    assert path == "lines.2.measure"
    assert "must be seen beside fcr" in words
    only_value = with_lines(weighing(60, SUCCESS_LINE), weighing(40, NPS_LINE))
    register = {key: replace(entry, purpose=Purpose.VALUE) for key, entry in built_in().items()}
    assert [problem.message for problem in harms(only_value, TODAY, register)] == [
        "Nobody in this plan has a share in what customers experience."
    ]


def test_money_alone_is_no_share_in_what_customers_experience() -> None:
    revenue = MeasureReference("time_to", Slice(journey="join"), milestone="revenue")
    plan = with_lines(line(revenue, 100, ("20", "14", "7")))
    assert "Nobody in this plan has a share in what customers experience." in [
        problem.message for problem in harms(plan, TODAY, built_in())
    ]


def guarded_by(measure: MeasureReference) -> Plan:
    lines = (line(DAYS_TO_JOIN, 50, ("20", "14", "7")), line(CSAT_BY_PHONE, 50, SHARES))
    return replace(with_lines(*lines), guardrails=(replace(SOUND_PLAN.guardrails[0], measure=measure),))


@pytest.mark.parametrize(
    "measure",
    [
        MeasureReference("fcr", Slice(journey="join", channel="kiosk")),
        MeasureReference("fcr", Slice(journey="join", segment="staff")),
    ],
)
def test_a_counter_measure_over_other_customers_counters_nothing(measure: MeasureReference) -> None:
    (problem,) = harms(guarded_by(measure), TODAY, built_in())
    assert "Time is paid without its counter-measure" in problem.message


def test_a_token_line_counters_nothing() -> None:
    fcr = line(MeasureReference("fcr", Slice(journey="join")), 5, SHARES)
    days = line(DAYS_TO_JOIN, 50, ("20", "14", "7"))
    plan = with_lines(days, line(CSAT_BY_PHONE, 45, SHARES), fcr)
    elsewhere = replace(SOUND_PLAN.guardrails[0], measure=MeasureReference("ces", Slice(journey="leave")))
    (problem,) = harms(replace(plan, guardrails=(elsewhere,)), TODAY, built_in())
    assert (problem.path, problem.message[:10]) == ("lines.0.measure", "Time is pa")


def evading(**change: Any) -> list[tuple[str, str]]:
    plan = replace(SOUND_PLAN, **change)
    assert plan.problems() == []
    return [(problem.path, problem.message) for problem in harms(plan, TODAY, built_in())]


@pytest.mark.parametrize("name", ["ALICE", " alice ", "\uff21lice"])
def test_nobody_is_paid_twice_under_a_name_that_is_written_otherwise(name: str) -> None:
    people = (*SOUND_PLAN.people, replace(SOUND_PLAN.people[0], name=name))
    assert [path for path, _ in evading(people=people)] == ["people.2.name"]


def test_nobody_is_paid_twice_for_what_their_unit_and_everybody_has() -> None:
    of_units = replace(weighing(20, NPS_LINE), shared=False)
    by_phone = replace(
        of_units, measure=MeasureReference("nps", Slice(journey="join", channel="phone")), shared=True
    )
    found = evading(lines=(of_units, by_phone, SUCCESS_LINE, RESOLVED_LINE))
    assert found == [("lines.1.measure", "In the unit of Alice line 0 already pays for this.")]


def test_what_is_paid_in_somebodys_unit_guards_nothing() -> None:
    of_units = replace(NPS_LINE, shared=False)
    nps_by_web = MeasureReference("nps", Slice(journey="join", channel="web"))
    found = evading(
        lines=(of_units, SUCCESS_LINE, RESOLVED_LINE),
        guardrails=(replace(SOUND_PLAN.guardrails[0], measure=nps_by_web, limit=Decimal(10)),),
    )
    assert found == [
        ("guardrails.0.measure", "In the unit of Bruno line 0 pays for this; it guards nothing.")
    ]


@pytest.mark.parametrize(
    ("measure", "worst"),
    [
        (MeasureReference("ces", Slice(journey="join")), 0),
        (MeasureReference("nps", Slice(journey="leave")), -100),
        (MeasureReference("complaints_given_up", Slice(journey="complain")), 1),
        (DAYS_TO_JOIN, 3650),
    ],
)
def test_a_guardrail_that_can_not_break_guards_nothing(measure: MeasureReference, worst: int) -> None:
    rail = replace(SOUND_PLAN.guardrails[0], measure=measure, limit=Decimal(worst))
    assert [path for path, _ in evading(guardrails=(rail,))] == ["guardrails.0.limit"]


@pytest.mark.parametrize("kind", ["fcr", "journey_success", "ces"])
def test_time_beside_its_counter_measure_is_fine(kind: str) -> None:
    assert harms(guarded_by(MeasureReference(kind, Slice(journey="join"))), TODAY, built_in()) == []


def test_it_takes_955_answers_a_period_to_see_ten_points_at_50_30_20() -> None:
    """50 promoters, 30 passives and 20 detractors are 30 points, with v = .5 + .2 − .3²."""
    assert answers_needed(MEASURES["nps"], Decimal(30), Decimal(40)) == 955


NEEDED: list[tuple[str, Callable[[], int | None], int | None]] = [
    # 2 × .24 × 7.8489 / .1² = 376.7
    (
        "a share of 60 % from 70 %",
        lambda: answers_needed(MEASURES["csat"], Decimal("0.6"), Decimal("0.7")),
        377,
    ),
    # (11² − 1) / 12 = 10 would be the variance of 0 to 10; of 1 to 10 it is 8.25: 2 × 8.25 × 7.8489 / .5²
    (
        "half a point of ten",
        lambda: answers_needed(
            MeasureReference("rating", Slice(), question="q", definition="rating-1-10-higher").measure,
            Decimal(7),
            Decimal("7.5"),
        ),
        519,
    ),
    # All detractors at the threshold have no variance; at −99.9 it is .999 − .999²: 2 × 9.99 × 7.8489 / .1² − 3
    (
        "a tenth of a point from the end of the scale",
        lambda: answers_needed(MEASURES["nps"], Decimal(-100), Decimal("-99.9")),
        15680,
    ),
    # 2 × (20 / .69315)² × 7.8489 / 6²
    ("a median wait", lambda: answers_needed(DAYS_TO_JOIN.measure, Decimal(20), Decimal(14)), 364),
]


@pytest.mark.parametrize(("what", "needed", "n"), NEEDED, ids=[what for what, _, _ in NEEDED])
def test_how_many_answers_a_difference_takes(
    what: str, needed: Callable[[], int | None], n: int | None
) -> None:
    assert needed() == n


def test_answers_are_named_in_the_words_of_the_measure() -> None:
    few = replace(RESOLVED_LINE, expected_n=10)
    cliff, noise = harms(with_lines(NPS_LINE, SUCCESS_LINE, few), TODAY, built_in())
    assert "10 comments can't tell the two apart" in cliff.message
    assert noise.message.startswith("10 comments can't tell the target from the threshold")
