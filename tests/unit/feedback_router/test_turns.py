"""What stands around the last "but" of a comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.folding import words
from feedback_router.text import intents, turns

TURNED, BEFORE, AFTER, SUFFERS, THANKS, PROPOSES = range(turns.MEASURES)
NONE = [0.0] * turns.MEASURES


def measured(text: str, language: str) -> list[float]:
    return turns.measures(text, words(text), language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("very kind, but nobody answers", "en"),
        ("although very kind, nobody answers", "en"),
        ("kind, but far, however nobody answers", "en"),
        ("muy amables, pero nadie contesta", "es"),
        ("muy amables. sin embargo, nadie contesta", "es"),
        ("muito gentis, porém ninguém responde", "pt"),
        ("muito gentis, so que ninguém responde", "pt"),
    ],
)
def test_what_is_praised_before_a_turn_and_suffered_after_it_is_told_apart(text: str, language: str) -> None:
    found = measured(text, language)
    assert found[TURNED] == 1
    assert found[BEFORE] > 0
    assert found[SUFFERS] > 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("slow at first, but friendly in the end, thanks", "en"),
        ("lentos al principio, pero amables al final, gracias", "es"),
        ("demoraram no começo, mas foram gentis, obrigada", "pt"),
    ],
)
def test_thanks_after_a_turn_count_for_what_comes_after_it(text: str, language: str) -> None:
    found = measured(text, language)
    assert found[AFTER] > 0
    assert found[THANKS] > 0
    assert found[SUFFERS] == 0


def test_a_proposal_after_a_turn_is_one() -> None:
    assert measured("lovely app, but please add a filter", "en")[PROPOSES] > 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("nobody answers", "en"),
        ("but why", "en"),
        ("i like it though.", "en"),
        ("the butler saw more masks", "en"),
        ("muy amables, pero nadie contesta", "other"),
        ("very kind, pero nobody answers", "en"),
    ],
)
def test_without_two_sides_nothing_is_turned(text: str, language: str) -> None:
    assert measured(text, language) == NONE


@given(st.lists(st.sampled_from(["nobody", "answers", "kind", "thanks", ",", "."]), min_size=1))
def test_after_a_turn_stands_what_would_stand_alone(said: list[str]) -> None:
    after = " ".join(said).strip(" .,")
    found = measured(f"so kind, but {after}", "en")
    wants = intents.measures(after)
    expected = [wants[intents.SIGNS.index(sign)] for sign in ("suffering", "thanking", "proposing")]
    assert found[SUFFERS:] == (expected if after else [0.0] * 3)
