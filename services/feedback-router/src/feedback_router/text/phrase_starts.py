"""How a turn of phrase begins: what is looked for first, before the whole of it is tried."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LETTER = re.compile(r"[^\W\d_](?![?*+{])")


class Start(NamedTuple):
    """The pattern of a phrase's first word, the letters with which it begins, and those with which the next one does:
    None where there is no second word, or where it may be anything."""

    first: re.Pattern[str]
    letters: frozenset[str] | None
    following: frozenset[str] | None


def start_of(phrase: str) -> Start:
    """The start of a phrase, a regular expression whose spaces are `\\s`, in a text cut at its spaces."""
    first, rest = _at_first_space(phrase)
    if r"\s" in first:
        raise ValueError(f"A phrase must not begin with a group that holds a space: {phrase}")
    if not rest:
        return Start(re.compile(rf"{first}(?!\w)"), _first_letters(first), None)
    return Start(re.compile(rf"{first}\Z"), _first_letters(first), _first_letters(rest))


def together(letters: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All letters of several sets; None where one of them is."""
    found: frozenset[str] = frozenset()
    for some in letters:
        if some is None:
            return None
        found |= some
    return found


def _at_first_space(phrase: str) -> tuple[str, str]:
    """What a phrase says before its first space, if that isn't in a group, and behind it."""
    for place, depth in _depths(phrase):
        if depth == 0 and phrase.startswith(r"\s", place):
            return phrase[:place], phrase[place + 2 :]
    return phrase, ""


def _first_letters(pattern: str) -> frozenset[str] | None:
    """The letters with which what matches may begin; None if it is more than a few."""
    if _LETTER.match(pattern):
        return frozenset(pattern[0])
    if not pattern.startswith("(?:"):
        return None
    end = next(place for place, depth in _depths(pattern) if place and depth == 0)
    choices = list(_choices(pattern[3:end]))
    if pattern.startswith("?", end + 1):
        choices.append(pattern[end + 2 :])
    return together(map(_first_letters, choices))


def _choices(group: str) -> Iterator[str]:
    first = 0
    for place, depth in _depths(group):
        if depth == 0 and group[place] == "|":
            yield group[first:place]
            first = place + 1
    yield group[first:]


def _depths(pattern: str) -> Iterator[tuple[int, int]]:
    """Each place of a pattern, and in how many groups it stands; their last parenthesis stands outside."""
    depth = 0
    for place, letter in enumerate(pattern):
        depth += (letter == "(") - (letter == ")")
        yield place, depth
