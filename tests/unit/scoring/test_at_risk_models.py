"""Models of who is at risk: what is true is found again, and what can't be trusted is refused."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.at_risk_definitions import model_of, to_definition
from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Known, Model, Slices, Term, outcomes, varying
from scoring.domain.at_risk_trials import Refusal, attempt, refusal
from scoring.domain.calibration import Scaling, recalibration
from scoring.schemas.at_risk_words import model_in_words, odds_ratio, reason_in_words
from support.journeys import START
from unit.scoring.at_risk import INTERCEPT, TRUE, simulated

ALL = tuple(RiskFactor)


def used(answers: Sequence[Known]) -> Model:
    found = attempt(answers, ALL)
    assert found.refused is None
    assert found.model is not None
    return found.model


def test_the_true_odds_are_found_again():
    model = used(simulated(20_000))
    assert {term.factor for term in model.terms} == set(TRUE)
    for term in model.terms:
        value, low, high = odds_ratio(model, term)
        assert value == pytest.approx(np.exp(TRUE[term.factor]), rel=0.1)
        assert low < value < high


def test_probabilities_mean_what_they_say_on_answers_that_nobody_has_seen():
    model = used(simulated(6000))
    unseen = simulated(6000, seed=12, from_day=200)
    probabilities = model.probabilities([known.factors for known in unseen])
    line = recalibration(probabilities, outcomes(unseen))
    assert (line.intercept, line.slope) == pytest.approx((0, 1), abs=0.12)
    truth = [
        1 / (1 + np.exp(-(INTERCEPT + sum(TRUE[f] * known.factors[f] for f in TRUE)))) for known in unseen
    ]
    assert np.abs(probabilities - truth).mean() < 0.02


def test_the_trial_is_on_later_days_than_all_the_rest():
    found = attempt(simulated(2000), ALL)
    assert found.trial is not None
    assert found.days["fitted"][1] < found.days["calibrated"][0]
    assert found.days["calibrated"][1] < found.days["tested"][0] == found.trial.first_day
    assert found.trial.n == pytest.approx(400, abs=25)
    assert {group.label for group in found.trial.segments} == {"home", "business"}


@given(st.lists(st.integers(0, 30), max_size=60))
def test_no_day_is_in_two_slices_and_no_answer_is_lost(days: list[int]):
    answers = [
        Known(START + timedelta(days=day, seconds=place), "", {}, detractor=False)
        for place, day in enumerate(days)
    ]
    slices = Slices.of(answers)
    parts = (slices.fitted, slices.calibrated, slices.tested)
    assert sorted(a.at for part in parts for a in part) == sorted(a.at for a in answers)
    told = [{answer.at.date() for answer in part} for part in parts]
    assert all(max(a) < min(b) for a, b in combinations(told, 2) if a and b)


def test_a_model_that_is_kept_predicts_to_the_last_bit_what_it_did():
    found = attempt(simulated(2000), ALL)
    assert found.model is not None
    kept = json.loads(json.dumps(to_definition(found, "transactional", "0")))
    rows = [known.factors for known in simulated(50, seed=1)]
    assert list(model_of(kept).probabilities(rows)) == list(found.model.probabilities(rows))


def test_too_few_answers_are_refused_with_a_number_that_suffices():
    few = attempt(simulated(60), ALL)
    assert few.refused is not None
    assert (few.refused.reason, few.model) == (Refusal.TOO_FEW, None)
    assert few.refused.needed is not None
    enough = attempt(simulated(few.refused.needed * 2), ALL)
    assert enough.refused is None or enough.refused.reason is not Refusal.TOO_FEW
    assert str(few.refused.needed) in model_in_words(to_definition(few, "transactional", ""))["en"]


@pytest.mark.parametrize("n", [0, 1, 7, 300])
def test_nobody_being_a_detractor_is_refused_however_many_answered(n: int):
    content = [replace(known, detractor=False) for known in simulated(n)]
    found = attempt(content, ALL)
    assert found.refused is not None
    assert found.refused.reason is Refusal.TOO_FEW
    assert (found.refused.needed or 0) > n


def test_journeys_that_do_not_differ_are_refused():
    alike = [replace(known, factors=dict.fromkeys(RiskFactor, 1.0)) for known in simulated(1500)]
    found = attempt(alike, ALL)
    assert found.refused is not None
    assert found.refused.reason is Refusal.NOTHING_VARIES


def test_factors_that_say_nothing_are_refused():
    refused = [attempt(simulated(1500, seed=seed, told=0.0, shift=1.5), ALL).refused for seed in range(12)]
    assert [one.reason for one in refused if one] == [Refusal.NO_BETTER_THAN_CHANCE] * len(refused)
    numbers = [one.needed for one in refused if one]
    assert all(needed is None or needed > 1500 for needed in numbers)


def test_a_world_that_has_changed_is_refused():
    """What happened is the same; since it was learnt what it means, everybody has become unhappier."""
    before = simulated(4000)[:3200]
    after = simulated(4000, shift=1.5)[3200:]
    found = attempt([*before, *after], ALL)
    assert found.refused is not None
    assert found.refused.reason in (Refusal.MISCALIBRATED, Refusal.NO_BETTER_THAN_THE_SHARE)


def test_a_model_that_errs_more_than_the_share_is_refused():
    trial = attempt(simulated(2000), ALL).trial
    assert trial is not None
    worse = replace(trial, brier=trial.brier_of_share * 1.01)
    assert refusal(worse, 2000) is not None
    assert refusal(worse, 2000).reason is Refusal.NO_BETTER_THAN_THE_SHARE  # type: ignore[union-attr]


def test_sound_models_are_seldom_refused():
    refused = [attempt(simulated(1500, seed=seed), ALL).refused for seed in range(40)]
    assert sum(one is not None for one in refused) <= 3  # 0.4 are expected


def test_what_fewer_than_five_differ_in_is_left_out():
    answers = [replace(known, factors=dict.fromkeys(RiskFactor, 0.0)) for known in simulated(100)]
    for place in range(4):
        answers[place] = replace(answers[place], factors={**answers[place].factors, RiskFactor.HANDOFFS: 1.0})
    assert varying(answers, ALL) == ()
    answers[4] = replace(answers[4], factors={**answers[4].factors, RiskFactor.HANDOFFS: 1.0})
    assert varying(answers, ALL) == (RiskFactor.HANDOFFS,)


SMALL = Model(
    intercept=-1.0,
    terms=(
        Term(RiskFactor.HANDOFFS, 1.0, 0.5, 0.0, 3.0, 0.4, 0.1),
        Term(RiskFactor.REPEAT_CONTACTS, 0.5, 0.5, 0.0, 2.0, 0.3, 0.1),
        Term(RiskFactor.COMPLAINED, 0.1, 0.3, 0.0, 1.0, -0.2, 0.1),
    ),
    scaling=Scaling(0.0, 1.0),
)


def test_reasons_are_what_raises_the_probability_the_weightiest_first():
    reasons = SMALL.reasons({RiskFactor.HANDOFFS: 2, RiskFactor.REPEAT_CONTACTS: 2, RiskFactor.COMPLAINED: 1})
    assert [reason.factor for reason in reasons] == [RiskFactor.REPEAT_CONTACTS, RiskFactor.HANDOFFS]
    assert [reason.weight for reason in reasons] == pytest.approx([0.9, 0.8])
    assert reason_in_words(reasons[1]) == {
        "en": "hand-offs between owners: 2 (usual: 1)",
        "es": "traspasos entre responsables: 2 (lo habitual: 1)",
        "pt": "passagens entre responsáveis: 2 (o habitual: 1)",
    }
    assert "1,5" not in reason_in_words(reasons[0])["en"]
    assert reason_in_words(reasons[0])["pt"].endswith("2 (o habitual: 0,5)")


def test_what_was_never_seen_counts_as_the_furthest_that_was():
    far = {RiskFactor.HANDOFFS: 300, RiskFactor.REPEAT_CONTACTS: 0, RiskFactor.COMPLAINED: 0}
    assert SMALL.probability(far) == SMALL.probability({**far, RiskFactor.HANDOFFS: 3})


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 1))
def test_more_of_what_raises_it_never_lowers_it(handoffs: int, contacts: int, complained: int):
    row = {
        RiskFactor.HANDOFFS: handoffs,
        RiskFactor.REPEAT_CONTACTS: contacts,
        RiskFactor.COMPLAINED: complained,
    }
    more = {**row, RiskFactor.HANDOFFS: handoffs + 1}
    assert 0 < SMALL.probability(row) <= SMALL.probability(more) < 1
