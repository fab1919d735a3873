from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.estimates import Hidden, Measured
from scoring.domain.means import mean
from scoring.domain.payouts import CurvePosition
from scoring.domain.plans import MeasureReference, Plan
from scoring.domain.scales import CSAT
from scoring.domain.scorecards import InvalidPlanError, Scorecard, ScorecardLine, scorecard
from scoring.domain.scores import headline
from scoring.domain.tallies import Tally
from unit.scoring.examples import (
    ALICES_PLAN,
    CSAT_BY_PHONE,
    NPS_LINE,
    NPS_OF_JOIN,
    RESOLVED_OVERALL,
    nps_tally,
    share_tally,
)

PHONE_CALLS = Tally.of([5] * 42 + [4] * 32 + [3] * 10 + [2] * 9 + [1] * 14, CSAT)


def measured(
    nps: Tally, csat: Tally = PHONE_CALLS, resolved: Tally | None = None
) -> dict[MeasureReference, Measured]:
    tallies = {NPS_OF_JOIN: nps, CSAT_BY_PHONE: csat, RESOLVED_OVERALL: resolved or share_tally(280, 400)}
    return {measure: headline(measure.scale, tally) for measure, tally in tallies.items()}


def nps_line(detractors: int, passives: int, promoters: int) -> ScorecardLine:
    """The first line of Alice's scorecard: threshold 30, target 40, maximum 60, weight 50 of 1,000.00."""
    return scorecard(ALICES_PLAN, measured(nps_tally(detractors, passives, promoters))).lines[0]


def test_alices_scorecard_explains_every_cent() -> None:
    card = scorecard(ALICES_PLAN, measured(nps_tally(23, 34, 68), resolved=share_tally(278, 400)))
    nps, csat, resolved = (line.explanation for line in card.lines)
    assert nps == (
        "NPS of journey join: 36.0 from 125 answers (95 % between 21.7 and 48.6)."
        " Threshold 30 is reached, target 40 not yet; 76 % of this line's weight of 50 is earned:"
        " 38.0 points, 380.00."
    )
    assert csat == (
        "CSAT of journey complain, channel phone: 69.2 % from 107 answers (95 % between 59.9 % and 77.1 %)."
        " Threshold 60 % is reached, target 70 % not yet; 95 % of this line's weight of 30 is earned:"
        " 28.5 points, 284.86."
    )
    assert resolved == (
        "Resolved share of all comments: 69.5 % from 400 comments (95 % between 64.8 % and 73.8 %)."
        " Threshold 70 % is not reached, so nothing is earned: 0.0 points, 0.00."
    )
    assert card.explanation == (
        "Alice, 2026-01-01 to 2026-03-31: 380.00 + 284.86 + 0.00 = 664.86,"
        " for 66.5 points of a target bonus of 1,000.00 at 100 points."
        " Cents are rounded once, by largest remainder, so that the lines add up to the total exactly."
    )
    assert card.amount == 664_86


@pytest.mark.parametrize(
    ("counts", "position", "amount", "words"),
    [
        (
            (40, 20, 40),
            CurvePosition.BELOW_THRESHOLD,
            0,
            "Threshold 30 is not reached, so nothing is earned:",
        ),
        (
            (20, 30, 50),
            CurvePosition.THRESHOLD_REACHED,
            200_00,
            "40 % of this line's weight of 50 is earned:",
        ),
        (
            (20, 20, 60),
            CurvePosition.TARGET_REACHED,
            500_00,
            "Target 40 is reached; 100 % of this line's weight",
        ),
        (
            (18, 20, 62),
            CurvePosition.TARGET_REACHED,
            560_00,
            "Target 40 is reached; 112 % of this line's weight",
        ),
        ((10, 10, 80), CurvePosition.MAXIMUM_REACHED, 800_00, "is earned, the most that this line can pay:"),
    ],
)
def test_a_line_says_where_on_the_curve_it_is_and_what_that_earns(
    counts: tuple[int, int, int], position: CurvePosition, amount: int, words: str
) -> None:
    line = nps_line(*counts)
    assert (line.payout.position, line.amount) == (position, amount)
    assert words in line.explanation


def test_below_the_plans_minimum_a_line_pays_nothing_and_says_so() -> None:
    line = nps_line(0, 4, 25)
    assert line.amount == 0
    assert line.explanation == (
        "NPS of journey join: 86.2 from 29 answers, a low base (95 % between 62.0 and 94.3)."
        " This plan pays from 30 answers on, so nothing is earned: 0.0 points, 0.00."
    )


def test_below_five_answers_a_line_pays_nothing_and_shows_nothing() -> None:
    line = nps_line(0, 0, 4)
    assert (line.estimate, line.amount) == (Hidden(), 0)
    assert line.explanation == (
        "NPS of journey join: fewer than 5 answers, so no value is shown."
        " This plan pays from 30 answers on, so nothing is earned: 0.0 points, 0.00."
    )


def test_nobody_can_tell_one_hidden_line_from_another() -> None:
    assert nps_line(4, 0, 0) == nps_line(0, 0, 4) == nps_line(0, 0, 0)


def test_a_score_that_just_misses_is_not_rounded_up_to_its_target() -> None:
    line = nps_line(0, 15_001, 10_000)
    assert line.payout.position is CurvePosition.THRESHOLD_REACHED
    assert line.explanation.startswith("NPS of journey join: 39.998 from 25001 answers")


def test_on_target_everywhere_pays_the_target_bonus_to_the_cent() -> None:
    """Rounded one by one, 33.5 + 33.5 + 33 cents would be 34 + 34 + 33: a cent too much."""
    weights = "33.5", "33.5", "33"
    lines = tuple(
        replace(line, weight=Decimal(weight)) for line, weight in zip(ALICES_PLAN.lines, weights, strict=True)
    )
    plan = replace(ALICES_PLAN, target_bonus=100, lines=lines)
    on_target = measured(nps_tally(20, 20, 60), Tally.of([5] * 70 + [1] * 30, CSAT), share_tally(80, 100))
    card = scorecard(plan, on_target)
    assert [line.amount for line in card.lines] == [34, 33, 33]
    assert card.points == 100
    assert card.amount == 100


def test_a_plan_with_problems_pays_nobody() -> None:
    plan = replace(ALICES_PLAN, lines=(NPS_LINE,))
    with pytest.raises(InvalidPlanError, match="add up to exactly 100") as error:
        scorecard(plan, measured(nps_tally(20, 30, 50)))
    assert list(error.value.problems) == plan.problems()


def test_a_measure_that_was_not_measured_is_not_taken_for_zero() -> None:
    with pytest.raises(KeyError):
        scorecard(ALICES_PLAN, {})


def test_a_mean_is_not_taken_for_a_share() -> None:
    with pytest.raises(ValueError, match="csat pays on share, not on mean"):
        scorecard(ALICES_PLAN, measured(nps_tally(20, 30, 50)) | {CSAT_BY_PHONE: mean(PHONE_CALLS, CSAT)})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    first = draw(st.decimals(1, 98, places=2))
    second = draw(st.decimals(1, Decimal(99) - first, places=2))
    weights = first, second, 100 - first - second
    lines = tuple(
        replace(line, weight=weight) for line, weight in zip(ALICES_PLAN.lines, weights, strict=True)
    )
    return replace(ALICES_PLAN, target_bonus=draw(st.integers(0, 10**9)), lines=lines)


@st.composite
def measurements(draw: st.DrawFn) -> dict[MeasureReference, Measured]:
    few_or_many = st.integers(0, 40)
    return measured(
        nps_tally(draw(few_or_many), draw(few_or_many), draw(few_or_many)),
        Tally.of(draw(st.lists(st.integers(1, 5), max_size=90)), CSAT),
        share_tally(draw(few_or_many), 40),
    )


def exact_amount(card: Scorecard) -> Fraction:
    return card.plan.target_bonus * card.points / 100


@given(plans(), measurements())
def test_lines_add_up_to_the_total_to_the_cent(plan: Plan, found: dict[MeasureReference, Measured]) -> None:
    card = scorecard(plan, found)
    assert card.amount == sum(line.amount for line in card.lines) == round(exact_amount(card))
    assert card.amount <= plan.target_bonus * Fraction(160, 100) + Fraction(1, 2)
    for line in card.lines:
        assert f"points, {line.amount / 100:,.2f}." in line.explanation
        assert (line.amount == 0) or line.payout.percent > 0


@given(plans(), measurements())
def test_every_shown_number_comes_with_its_n_and_every_unpaid_line_says_why(
    plan: Plan, found: dict[MeasureReference, Measured]
) -> None:
    for line in scorecard(plan, found).lines:
        if line.estimate.shown:
            assert f" from {line.estimate.n} {line.planned.measure.scale.counted}" in line.explanation
            assert "95 % between" in line.explanation
        else:
            assert f"fewer than 5 {line.planned.measure.scale.counted}" in line.explanation
        if not line.payout.percent:
            assert "so nothing is earned" in line.explanation
