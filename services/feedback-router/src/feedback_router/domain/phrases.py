"""The words and phrases that rules listen for, and finding them all in one pass over a comment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from feedback_router.domain.folding import Token, tokens
from feedback_router.domain.swearing import SWEARING

_SHORTEST_STEM = 3


class PhraseError(ValueError):
    """A phrase that cannot be listened for; the message is a sentence for the author of the rule."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that follow each other; of a stem, the last word is only the beginning."""

    words: tuple[str, ...]
    is_stem: bool


def parse_phrase(written: str) -> Phrase:
    """Read "double charge" or "factur*". Raises PhraseError, saying what is wrong."""
    is_stem = written.endswith("*")
    bare = written.removesuffix("*")
    read = tokens(bare)
    words = tuple(token.text for token in read)
    if "*" in bare:
        raise PhraseError(f'In "{written}" the * may only stand at the very end, as in "factur*".')
    if not words:
        raise PhraseError(f'"{written}" contains no word.')
    if is_stem and (read[-1].end < len(bare) or len(words[-1]) < _SHORTEST_STEM):
        raise PhraseError(f'In "{written}" the * needs at least {_SHORTEST_STEM} letters right before it.')
    if profane := next((word for word in words if word in SWEARING), None):
        raise PhraseError(f'"{profane}" is tone, not fact: routing does not listen to swearing.')
    return Phrase(words, is_stem)


class PhraseIndex:
    """Many phrases, built once; finding costs by the length of the comment, not by the number of phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        by_first_word: defaultdict[str, list[Phrase]] = defaultdict(list)
        by_stem: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            whole_first_word = len(phrase.words) > 1 or not phrase.is_stem
            (by_first_word if whole_first_word else by_stem)[phrase.words[0]].append(phrase)
        self._by_first_word = dict(by_first_word)
        self._by_stem = dict(by_stem)
        self._stem_lengths = sorted({len(stem) for stem in by_stem})
        # Nearly every word of a comment has been seen before.
        self._starting_with = lru_cache(maxsize=30_000)(self._look_up)

    def find(self, comment: str) -> dict[Phrase, str]:
        """Each phrase that the comment says, in its order, with the first spelling in the customer's hand."""
        said = [token for token in tokens(comment) if token.text not in SWEARING]
        found: dict[Phrase, str] = {}
        for position, token in enumerate(said):
            for phrase in self._starting_with(token.text):
                if phrase not in found and _follows(phrase, said, position):
                    last = said[position + len(phrase.words) - 1]
                    found[phrase] = " ".join(comment[token.start : last.end].split())
        return found

    def _look_up(self, word: str) -> list[Phrase]:
        starting = self._by_first_word.get(word, [])
        for length in self._stem_lengths:
            if stems := self._by_stem.get(word[:length]):
                starting = starting + stems
        return starting


def _follows(phrase: Phrase, said: list[Token], position: int) -> bool:
    """Whether the phrase's words stand in a row from this position on."""
    row = [token.text for token in said[position : position + len(phrase.words)]]
    if len(row) < len(phrase.words):
        return False
    *whole, last = phrase.words
    return row[:-1] == whole and (row[-1].startswith(last) if phrase.is_stem else row[-1] == last)
