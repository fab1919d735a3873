from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.estimates import Hidden, Measured
from scoring.domain.means import mean
from scoring.domain.payouts import CurvePosition, PaysOn, Unpaid
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Person, Plan
from scoring.domain.quotas import Immersed, ImmersionQuota
from scoring.domain.scales import CES, CSAT
from scoring.domain.scorecards import Finding, InvalidPlanError, Scorecard, ScorecardLine, scorecards
from scoring.domain.scorecards import scorecard as scorecard_of
from scoring.domain.snapshots import settled
from scoring.domain.tallies import Tally
from scoring.schemas import explanations
from unit.scoring.examples import (
    ALICES_PLAN,
    CSAT_BY_PHONE,
    EASE_OF_JOIN,
    NPS_LINE,
    NPS_OF_JOIN,
    RESOLVED_OVERALL,
    SOUND_PLAN,
    SUCCESS_OF_JOIN,
    curve,
    nps_tally,
    share_tally,
)

PHONE_CALLS = Tally.of([5] * 42 + [4] * 32 + [3] * 10 + [2] * 9 + [1] * 14, CSAT)


def measured(
    nps: Tally, csat: Tally = PHONE_CALLS, resolved: Tally | None = None
) -> dict[MeasureReference, Measured]:
    tallies = {NPS_OF_JOIN: nps, CSAT_BY_PHONE: csat, RESOLVED_OVERALL: resolved or share_tally(280, 400)}
    return {measure: measure.estimate(tally) for measure, tally in tallies.items()}


def scorecard(plan: Plan, found: dict[MeasureReference, Measured]) -> Scorecard:
    findings = {measure: Finding(estimate) for measure, estimate in found.items()}
    return scorecard_of(plan, plan.people[0], findings)


def in_words(line: ScorecardLine, language: str = "en") -> str:
    return explanations.of_line(ALICES_PLAN, line)[language]


def nps_line(detractors: int, passives: int, promoters: int) -> ScorecardLine:
    """The first line of Alice's scorecard: threshold 30, target 40, maximum 60, weight 50 of 1,000.00."""
    return scorecard(ALICES_PLAN, measured(nps_tally(detractors, passives, promoters))).lines[0]


def test_alices_scorecard_explains_every_cent() -> None:
    card = scorecard(ALICES_PLAN, measured(nps_tally(23, 34, 68), resolved=share_tally(278, 400)))
    nps, csat, resolved = (in_words(line) for line in card.lines)
    assert nps == (
        "NPS: journey join. 36.0 from 125 answers (95 % between 21.7 and 48.6)."
        " Threshold 30 is reached, target 40 not yet: 76 % of this line's weight is earned."
        " That is 38.0 points of a weight of 50."
    )
    assert csat == (
        "CSAT: journey complain, channel phone."
        " 69.2\u00a0% from 107 answers (95 % between 59.9\u00a0% and 77.1\u00a0%)."
        " Threshold 60\u00a0% is reached, target 70\u00a0% not yet: 95 % of this line's weight is earned."
        " That is 28.5 points of a weight of 30."
    )
    assert resolved == (
        "Resolved share: everything. 69.5\u00a0% from 400 comments (95 % between 64.8\u00a0% and 73.8\u00a0%)."
        " Threshold 70\u00a0% is not reached, so nothing is earned. That is 0.0 points of a weight of 20."
    )
    assert explanations.of_total(ALICES_PLAN, card)["en"] == (
        "Alice, 2026-01-01 to 2026-03-31: 380.00 + 284.86 + 0.00 = 664.86,"
        " for 66.5 points of a target bonus of 1,000.00 at 100 points."
        " Cents are rounded once, by largest remainder, so that the lines add up to the total exactly."
    )
    assert card.amount == 664_86


def test_a_line_explains_itself_in_the_readers_language() -> None:
    line = scorecard(ALICES_PLAN, measured(nps_tally(23, 34, 68))).lines[0]
    assert in_words(line, "es") == (
        "NPS: recorrido join. 36,0 a partir de 125 respuestas (95 % entre 21,7 y 48,6)."
        " Se alcanza el umbral de 30, todavía no el objetivo de 40: se gana el 76 % del peso de esta línea."
        " Son 38,0 puntos de un peso de 50."
    )
    assert "ganha-se 76 % do peso desta linha" in in_words(line, "pt")


@pytest.mark.parametrize(
    ("counts", "position", "amount", "words"),
    [
        (
            (40, 20, 40),
            CurvePosition.BELOW_THRESHOLD,
            0,
            "Threshold 30 is not reached, so nothing is earned.",
        ),
        (
            (20, 30, 50),
            CurvePosition.THRESHOLD_REACHED,
            200_00,
            "40 % of this line's weight is earned.",
        ),
        (
            (20, 20, 60),
            CurvePosition.TARGET_REACHED,
            500_00,
            "Target 40 is reached: 100 % of this line's weight",
        ),
        (
            (18, 20, 62),
            CurvePosition.TARGET_REACHED,
            560_00,
            "Target 40 is reached: 112 % of this line's weight",
        ),
        ((10, 10, 80), CurvePosition.MAXIMUM_REACHED, 800_00, "is earned, the most that it can pay."),
    ],
)
def test_a_line_says_where_on_the_curve_it_is_and_what_that_earns(
    counts: tuple[int, int, int], position: CurvePosition, amount: int, words: str
) -> None:
    line = nps_line(*counts)
    assert (line.payout.position, line.amount) == (position, amount)
    assert words in in_words(line)


def test_below_the_plans_minimum_a_line_pays_nothing_and_says_so() -> None:
    line = nps_line(0, 4, 25)
    assert line.amount == 0
    assert in_words(line) == (
        "NPS: journey join. 86.2 from 29 answers, a low base (95 % between 62.0 and 94.3)."
        " This plan pays from 30 answers on, so nothing is earned. That is 0.0 points of a weight of 50."
    )


def test_below_five_answers_a_line_pays_nothing_and_shows_nothing() -> None:
    line = nps_line(0, 0, 4)
    assert (line.estimate, line.amount) == (Hidden(), 0)
    assert in_words(line) == (
        "NPS: journey join."
        " No value can be shown: there are fewer than 5 answers, or less than half of the cases got there."
        " This plan pays from 30 answers on, so nothing is earned. That is 0.0 points of a weight of 50."
    )


def test_nobody_can_tell_one_hidden_line_from_another() -> None:
    assert nps_line(4, 0, 0) == nps_line(0, 0, 4) == nps_line(0, 0, 0)


def test_a_score_that_just_misses_is_not_rounded_up_to_its_target() -> None:
    line = nps_line(0, 15_001, 10_000)
    assert line.payout.position is CurvePosition.THRESHOLD_REACHED
    assert "39.998 from 25,001 answers" in in_words(line)


def test_on_target_everywhere_pays_the_target_bonus_to_the_cent() -> None:
    """Rounded one by one, 33.5 + 33.5 + 33 cents would be 34 + 34 + 33: a cent too much."""
    weights = "33.5", "33.5", "33"
    lines = tuple(
        replace(line, weight=Decimal(weight)) for line, weight in zip(ALICES_PLAN.lines, weights, strict=True)
    )
    plan = replace(ALICES_PLAN, people=(Person("Alice", 100),), lines=lines)
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
    return replace(ALICES_PLAN, people=(Person("Alice", draw(st.integers(0, 10**9))),), lines=lines)


@st.composite
def measurements(draw: st.DrawFn) -> dict[MeasureReference, Measured]:
    few_or_many = st.integers(0, 40)
    return measured(
        nps_tally(draw(few_or_many), draw(few_or_many), draw(few_or_many)),
        Tally.of(draw(st.lists(st.integers(1, 5), max_size=90)), CSAT),
        share_tally(draw(few_or_many), 40),
    )


def exact_amount(card: Scorecard) -> Fraction:
    return card.person.target_bonus * card.points / 100


@given(plans(), measurements())
def test_lines_add_up_to_the_total_to_the_cent(plan: Plan, found: dict[MeasureReference, Measured]) -> None:
    card = scorecard(plan, found)
    assert card.amount == sum(line.amount for line in card.lines) == round(exact_amount(card))
    assert card.amount <= plan.people[0].target_bonus * Fraction(160, 100) + Fraction(1, 2)
    for line in card.lines:
        assert (line.amount == 0) or line.payout.percent > 0


@given(plans(), measurements())
def test_every_shown_number_comes_with_its_n_and_every_unpaid_line_says_why(
    plan: Plan, found: dict[MeasureReference, Measured]
) -> None:
    for line in scorecard(plan, found).lines:
        said = explanations.of_line(plan, line)["en"]
        if line.estimate.shown:
            assert f" from {line.estimate.n} {line.measure.measure.counted}" in said
            assert "95 % between" in said
        else:
            assert f"fewer than {line.measure.measure.smallest_shown} {line.measure.measure.counted}" in said
        if not line.payout.percent:
            assert "nothing is earned" in said


def found(
    easy: int, nps: tuple[int, int, int] = (0, 0, 100), joined: int = 90
) -> dict[MeasureReference, Finding]:
    """What was measured for the sound plan: of 100 each."""
    tallies = {
        NPS_OF_JOIN: nps_tally(*nps),
        SUCCESS_OF_JOIN: share_tally(joined, 100),
        RESOLVED_OVERALL: share_tally(95, 100),
        EASE_OF_JOIN: Tally.of([7] * easy + [1] * (100 - easy), CES),
    }
    return {measure: Finding(measure.estimate(tally)) for measure, tally in tallies.items()}


def test_no_more_than_the_cap_is_paid_and_every_line_gives_the_same_share() -> None:
    card = scorecard_of(SOUND_PLAN, SOUND_PLAN.people[0], found(easy=90))
    assert (card.earned, card.points, card.amount) == (Fraction(160), Fraction(150), 1_500_00)
    assert [line.amount for line in card.lines] == [600_00, 600_00, 300_00]
    assert (
        "The lines earn 160.0 points; no more than 150.0 are paid"
        in explanations.of_total(SOUND_PLAN, card)["en"]
    )


def test_a_broken_guardrail_caps_everybodys_payout() -> None:
    cards = scorecards(SOUND_PLAN, found(easy=59))
    assert [(card.points, card.amount) for card in cards] == [
        (Fraction(50), 500_00),
        (Fraction(50), 250_00),
    ]
    said = explanations.of_guardrail(SOUND_PLAN, cards[0].guardrails[0])["en"]
    assert said.endswith(
        "The guardrail of 60\u00a0% does not hold, so no more than 50 % of the target bonus is paid."
    )
    assert [check.holds for check in scorecards(SOUND_PLAN, found(easy=60))[0].guardrails] == [True]


def test_nothing_is_paid_while_a_guardrail_cannot_be_measured() -> None:
    hidden = {**found(easy=90), EASE_OF_JOIN: Finding(Hidden())}
    card = scorecards(SOUND_PLAN, hidden)[0]
    assert (card.earned, card.points, card.amount) == (Fraction(160), Fraction(0), 0)
    said = explanations.of_guardrail(SOUND_PLAN, card.guardrails[0])
    assert said["en"].endswith("so nothing is paid yet; what is due is added once it can be.")
    assert "no se puede medir por ahora" in said["es"]
    assert "não pode ser medida por enquanto" in said["pt"]


def test_a_plan_under_the_first_rules_pays_an_unmeasured_guardrail_like_a_broken_one() -> None:
    plan = replace(SOUND_PLAN, rules=1)
    card = scorecards(plan, {**found(easy=90), EASE_OF_JOIN: Finding(Hidden())})[0]
    assert card.points == 50
    assert "does not hold" in explanations.of_guardrail(plan, card.guardrails[0])["en"]


def test_who_misses_the_immersion_quota_is_paid_no_more_than_it_leaves() -> None:
    plan = replace(SOUND_PLAN, immersions=ImmersionQuota(2, Decimal(70)))
    day = date(2026, 2, 1)
    had = {
        "Alice": [Immersed(UUID(int=1), day, "shop"), Immersed(UUID(int=2), day, "phone")],
        "Bruno": [Immersed(UUID(int=3), day, "web")],
    }
    alice, bruno = scorecards(plan, found(easy=90), had)
    assert (alice.points, bruno.points, bruno.amount) == (Fraction(150), Fraction(70), 350_00)
    assert "2 conversations" in explanations.of_total(plan, alice)["en"]
    missed = explanations.of_total(plan, bruno)
    assert "2 were agreed, so no more than 70 % of the target bonus is paid" in missed["en"]
    assert "se habían acordado 2, así que no se paga más del 70 % del bono objetivo" in missed["es"]
    assert "o combinado eram 2, por isso não se paga mais que 70 % do bônus-alvo" in missed["pt"]


@pytest.mark.parametrize(("n", "percent", "path"), [(0, 50, "n"), (367, 50, "n"), (2, 100, "pays_at_most")])
def test_a_quota_that_asks_nothing_or_costs_nothing_is_none(n: int, percent: int, path: str) -> None:
    plan = replace(SOUND_PLAN, immersions=ImmersionQuota(n, Decimal(percent)))
    assert [problem.path for problem in plan.problems()] == [f"immersions.{path}"]


@pytest.mark.parametrize(
    ("pays_on", "promoters", "percent", "unpaid"),
    [
        (PaysOn.VALUE, 70, 100, None),
        (PaysOn.LOWER_BOUND, 70, 0, None),  # between 60.4 % and 78.1 %
        (PaysOn.CLEAR_OF_TARGET, 70, 0, Unpaid.NOT_CLEAR),
        (PaysOn.CLEAR_OF_TARGET, 78, 148, Unpaid.NOT_CLEAR),
        (PaysOn.CLEAR_OF_TARGET, 85, 160, None),
    ],
)
def test_a_line_can_pay_on_what_is_beyond_chance_alone(
    pays_on: PaysOn, promoters: int, percent: int, unpaid: Unpaid | None
) -> None:
    line = replace(SOUND_PLAN.lines[1], pays_on=pays_on, curve=curve("0.605", "0.70", "0.80"))
    plan = replace(SOUND_PLAN, lines=(SOUND_PLAN.lines[0], line, SOUND_PLAN.lines[2]))
    payout = scorecard_of(plan, plan.people[0], found(90, joined=promoters)).lines[1].payout
    assert payout.unpaid is unpaid
    assert payout.percent == (0 if unpaid else percent)


def test_what_misses_a_mark_by_little_is_never_rounded_onto_it() -> None:
    """55 of 68 is at least 69.989 %, and 62 of 207 is 29.952 %: with one decimal both would have reached their mark."""
    line = replace(SOUND_PLAN.lines[1], pays_on=PaysOn.CLEAR_OF_TARGET)
    plan = replace(SOUND_PLAN, lines=(SOUND_PLAN.lines[0], line, SOUND_PLAN.lines[2]))
    close = Finding(settled(SUCCESS_OF_JOIN.estimate(share_tally(55, 68))))
    paid = scorecard_of(plan, plan.people[0], {**found(90), SUCCESS_OF_JOIN: close}).lines[1]
    assert paid.payout.unpaid is Unpaid.NOT_CLEAR
    assert "(95 % between 69.99\u00a0% and 88.5\u00a0%)" in explanations.of_line(plan, paid)["en"]
    plan = replace(SOUND_PLAN, minimum_response_rate=Decimal("0.3"))
    rate = RESOLVED_OVERALL.estimate(share_tally(62, 207))
    few = Finding(found(90)[NPS_OF_JOIN].estimate, response_rate=rate)
    paid = scorecard_of(plan, plan.people[0], {**found(90), NPS_OF_JOIN: few}).lines[0]
    assert paid.payout.unpaid is Unpaid.TOO_FEW_ANSWERED
    assert (
        "from a response rate of 30\u00a0% on and it was 29.95\u00a0%"
        in explanations.of_line(plan, paid)["en"]
    )


def test_a_low_response_rate_keeps_lines_on_answers_from_paying() -> None:
    plan = replace(SOUND_PLAN, minimum_response_rate=Decimal("0.2"))
    rates = (share_tally(19, 100), share_tally(20, 100))
    paid = []
    for rate in rates:
        with_rate = Finding(found(90)[NPS_OF_JOIN].estimate, response_rate=RESOLVED_OVERALL.estimate(rate))
        card = scorecard_of(plan, plan.people[0], {**found(90), NPS_OF_JOIN: with_rate})
        paid.append(
            (card.lines[0].payout.unpaid, card.lines[1].payout.unpaid, float(card.lines[0].payout.percent))
        )
    assert paid == [(Unpaid.TOO_FEW_ANSWERED, None, 0.0), (None, None, 160.0)]


@given(st.integers(0, 99), st.sampled_from(list(PaysOn)))
def test_one_more_success_never_pays_less(joined: int, pays_on: PaysOn) -> None:
    lines = (SOUND_PLAN.lines[0], replace(SOUND_PLAN.lines[1], pays_on=pays_on), SOUND_PLAN.lines[2])
    plan = replace(SOUND_PLAN, lines=lines)
    fewer, more = (
        scorecard_of(plan, plan.people[0], found(90, (50, 0, 50), joined=n)) for n in (joined, joined + 1)
    )
    assert fewer.amount <= more.amount
