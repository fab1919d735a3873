"""A copy is found whatever small differences it has, by bands in a database; another text is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.text.near_duplicates import (
    are_alike,
    bands,
    letter_groups,
    likeness,
    without_copies,
)

LONG = "The technician came two days late and did not bring the cable for the new router"


@pytest.mark.parametrize(
    "copy",
    [
        LONG.upper() + "!!!",
        LONG.replace("technician", "techncian"),
        f"Hello, {LONG}",
        LONG.replace("came two", "came, two"),
        LONG.replace("the new", "my new"),
    ],
)
def test_a_text_with_a_slip_or_two_is_nearly_the_same(copy: str):
    assert are_alike(LONG, copy)
    assert set(bands(LONG)) & set(bands(copy))


@pytest.mark.parametrize("other", ["The technician was on time and brought the cable", "Gracias", "", "!!!"])
def test_another_text_is_not(other: str):
    assert not are_alike(LONG, other)


def test_the_likeness_is_jaccards():
    """ " one " has the groups " on", "one", "ne "; " ones " has " on", "one", "nes", "es ": two of five are common."""
    assert likeness(letter_groups("one"), letter_groups("ones")) == 2 / 5


@given(st.text(min_size=1, max_size=200))
def test_a_text_is_the_same_as_itself_in_capitals_and_with_marks_of_exclamation(text: str):
    assert letter_groups(text.lower()) == letter_groups(text.lower() + "!")
    assert bands(text) == bands(text)
    assert len(bands(text)) in {0, 24}
    assert all(-(1 << 31) <= band < 1 << 31 for band in bands(text))


def test_accents_make_no_other_text():
    assert letter_groups("No llegó la devolución") == letter_groups("no llego la devolucion")


def test_how_often_two_texts_share_a_band_is_what_the_published_curve_says():
    """1 - (1 - s⁴)²⁴ (Leskovec et al., 3.4.2), for pairs of which a known share of the letters is the same."""
    words = [f"w{number:03}" for number in range(400)]
    found: list[tuple[float, bool]] = []
    for start in range(0, 360, 2):
        one = " ".join(words[start : start + 20])
        other = " ".join(words[start + 7 : start + 27])
        share = likeness(letter_groups(one), letter_groups(other))
        found.append((share, bool(set(bands(one)) & set(bands(other)))))
    expected = sum(1 - (1 - share**4) ** 24 for share, _ in found) / len(found)
    assert sum(hit for _, hit in found) / len(found) == pytest.approx(expected, abs=0.1)


def test_of_copies_the_first_is_kept():
    assert without_copies([LONG, LONG + "!", "Gracias", LONG.lower()], 3) == [LONG, "Gracias"]
    assert without_copies(["Gracias", LONG, "Obrigado"], 2) == ["Gracias", LONG]
