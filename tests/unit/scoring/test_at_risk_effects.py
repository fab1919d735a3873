"""Who is held out is drawn, and whether the others fared better is said with its uncertainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.at_risk_effects import Arm, Outcome, effects
from scoring.domain.at_risk_programmes import Programme, is_held_out
from scoring.domain.comparisons import Verdict
from scoring.domain.shares import difference
from scoring.schemas.at_risk_words import effect_in_words

PROGRAMME = Programme("join", 0.5, 0.2)


def test_the_draw_is_the_same_always_and_another_with_another_secret_or_journey():
    people = [f"customer-{number}" for number in range(200)]
    drawn = [is_held_out("secret", PROGRAMME, person) for person in people]
    assert drawn == [is_held_out("secret", PROGRAMME, person) for person in people]
    assert drawn != [is_held_out("other", PROGRAMME, person) for person in people]
    assert drawn != [is_held_out("secret", Programme("leave", 0.5, 0.2), person) for person in people]


def test_the_share_is_held_out():
    held_out = sum(is_held_out("secret", PROGRAMME, f"customer-{number}") for number in range(10_000))
    assert held_out == pytest.approx(2000, abs=160)  # four standard errors


@given(st.text(min_size=1), st.floats(0, 1), st.floats(0, 1))
def test_who_is_held_out_is_so_at_every_larger_share(person: str, one: float, other: float):
    small, large = sorted((one, other))
    if is_held_out("secret", Programme("join", 0.5, small), person):
        assert is_held_out("secret", Programme("join", 0.5, large), person)


def test_the_difference_is_newcombe_s_on_everybody_drawn():
    listed = Arm(drawn=400, contacted=300, answered=100, detractors=20, left=40, complained=12)
    held_out = Arm(drawn=100, contacted=2, answered=25, detractors=10, left=22, complained=3)
    found = {effect.outcome: effect for effect in effects(listed, held_out)}
    left = found[Outcome.LEFT].judged
    assert left is not None
    assert left.difference == difference((22, 100), (40, 400))
    assert left.difference.value == pytest.approx(0.10 - 0.22)
    assert left.verdict is Verdict.BETTER
    assert left.p_corrected == pytest.approx(3 * left.difference.p)
    detractor = found[Outcome.DETRACTOR].judged
    assert detractor is not None
    assert (detractor.difference.n_first, detractor.difference.n_second) == (25, 100)
    assert (found[Outcome.DETRACTOR].low_base, found[Outcome.LEFT].low_base) == (True, False)


def test_the_sentence_says_what_became_of_both_and_whether_it_could_be_chance():
    listed, held_out = Arm(drawn=400, left=40), Arm(drawn=100, left=22)
    found = {effect.outcome: effect for effect in effects(listed, held_out)}
    said = effect_in_words(found[Outcome.LEFT], listed, held_out)
    assert said["en"].startswith(
        "Of 400 customers on the list, 10.0\u00a0% left within 30 days; of 100 held out, 22.0"
    )
    assert "−12.0 percentage points" in said["en"]
    assert said["en"].endswith("Being on the list helped.")
    assert "−12,0 puntos porcentuales" in said["es"]
    assert "−12,0 pontos percentuais" in said["pt"]
    chance = effects(Arm(drawn=40, left=4), Arm(drawn=10, left=2))[1]
    words = effect_in_words(chance, Arm(drawn=40, left=4), Arm(drawn=10, left=2))["en"]
    assert "could be chance" in words
    assert "fewer than 30" in words


def test_too_few_on_either_side_say_nothing():
    listed, held_out = Arm(drawn=100, left=3), Arm(drawn=4, left=2)
    for effect in effects(listed, held_out):
        assert effect.judged is None
        assert effect.low_base
        said = effect_in_words(effect, listed, held_out)["en"]
        assert "Nothing can be said yet" in said
        assert "4" not in said
