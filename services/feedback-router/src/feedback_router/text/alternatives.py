"""Many phrases in one regular expression, sorted by their first letter: most letters of a text begin none of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_LETTER_FIRST = re.compile(r"[^\W\d_](?![?*+{])")
_CHOICE_FIRST = re.compile(r"\(\?:([^()]*)\)(?![?*+{])(.*)")


def one_of(phrases: Iterable[str]) -> str:
    """The source of a pattern for any of these patterns; it is tried in half of the time of theirs in a row.

    Where several begin at the same place, the first of those that begin with the same letter is found.
    """
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        for choice in _choices(phrase):
            letter = choice[0] if _LETTER_FIRST.match(choice) else ""
            by_letter[letter].append(choice.removeprefix(letter))
    groups = [f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items()]
    return f"(?:{'|'.join(groups)})" if groups else "(?!)"


def _choices(phrase: str) -> Iterator[str]:
    """A phrase that begins with a choice as several phrases: "(?:i|we) saw" as "i saw" and "we saw"."""
    choice = _CHOICE_FIRST.fullmatch(phrase)
    if choice:
        yield from (first + choice[2] for first in choice[1].split("|"))
    else:
        yield phrase
