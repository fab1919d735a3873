"""A turn of phrase is tried only where its first word stands and its second may follow."""

import pytest

from feedback_router.text.phrase_starts import start_of


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [
        (r"ought\sto", "t"),
        (r"why\s(?:not|is)", "ni"),
        (r"would\s(?:also\s)?(?:be|love)", "abl"),
        (r"needs?\s(?:to\s(?:be|have)|a|more)", "tam"),
        (r"(?:i|we)\snoticed", "n"),
    ],
)
def test_the_second_word_begins_with_one_of_these_letters(phrase: str, letters: str) -> None:
    assert start_of(phrase).following == frozenset(letters)


@pytest.mark.parametrize(
    "phrase", ["refund", r"complain\w*", r"hace\s\w+\sdias", r"is\si?t", r"m[aá]s\s[oó]rden"]
)
def test_without_a_second_word_or_where_it_may_be_any_nothing_is_asked_of_it(phrase: str) -> None:
    assert start_of(phrase).following is None


@pytest.mark.parametrize(
    ("phrase", "chunk", "begins"),
    [
        ("idea", "idea,", True),
        ("idea", "ideal", False),
        (r"an?\soption", "a", True),
        (r"an?\soption", "and", False),
        (r"(?:i|we)\snoticed", "we", True),
        (r"(?:i|we)\snoticed", "week", False),
    ],
)
def test_the_first_word_is_whole(phrase: str, chunk: str, begins: bool) -> None:
    assert bool(start_of(phrase).first.match(chunk)) == begins


def test_a_phrase_that_begins_with_a_group_that_holds_a_space_is_refused() -> None:
    with pytest.raises(ValueError, match="must not begin with a group"):
        start_of(r"(?:so\smuch)?\smore")


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [
        (r"please\sadd", {"p"}),
        (r"(?:i|we)\swish", {"i", "w"}),
        (r"\w+'d\slike", None),
        ("[eé]\\ssó", None),
    ],
)
def test_a_start_knows_with_which_letters_it_begins(phrase: str, letters: set[str] | None) -> None:
    assert start_of(phrase).letters == letters
