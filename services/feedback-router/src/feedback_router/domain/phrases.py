"""The words and phrases that rules listen for, and finding them all in one pass over a comment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, islice
from typing import NamedTuple

from feedback_router.domain.folding import WORD, fold_word, tokens, words
from feedback_router.domain.remembered import Remembered
from feedback_router.domain.swearing import SWEARING

_SHORTEST_STEM = 3
_NO_PHRASES: dict[str, list["Phrase"]] = {}


class PhraseError(ValueError):
    """A phrase that cannot be listened for; the message is a sentence for the author of the rule."""


class Phrase(NamedTuple):
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
        self._stems_begin = {stem[:_SHORTEST_STEM] for stem in by_stem}
        self._starting_with = Remembered(self._look_up)

    def find(self, comment: str) -> dict[Phrase, str]:
        """Each phrase that the comment says, in its order, with the first spelling in the customer's hand."""
        return self.find_among(words(comment), comment)

    def find_among(self, said: Sequence[str], comment: str) -> dict[Phrase, str]:
        """The same, from the comment's words."""
        if not SWEARING.isdisjoint(said):
            said = [word for word in said if word not in SWEARING]
        return spelled(self.positions(said), comment)

    def positions(self, said: Sequence[str]) -> dict[Phrase, int]:
        """Each phrase that words without swearing say, with the position of its first word."""
        found: dict[Phrase, int] = {}
        starting = list(map(self._starting_with.__getitem__, said))
        for position in compress(range(len(said)), starting):
            # Nearly always the next word's first letter tells already.
            next_letter = said[position + 1][:1] if position + 1 < len(said) else ""
            by_letter = starting[position]
            for phrase in by_letter.get(next_letter) or by_letter[""]:
                if (len(phrase.words) == 1 or _follows(phrase, said, position)) and phrase not in found:
                    found[phrase] = position
        return found

    def _look_up(self, word: str) -> dict[str, list[Phrase]]:
        """The phrases that begin with a word, by the first letter of the next one: those of one word are with each, and
        alone with none."""
        starting = list(self._by_first_word.get(word, ()))
        if word[:_SHORTEST_STEM] in self._stems_begin:
            for length in self._stem_lengths:
                starting += self._by_stem.get(word[:length], ())
        if not starting:
            return _NO_PHRASES
        seconds = [phrase.words[1][:1] if len(phrase.words) > 1 else "" for phrase in starting]
        return {
            letter: [phrase for phrase, own in zip(starting, seconds, strict=True) if own in ("", letter)]
            for letter in {"", *seconds}
        }


def spelled(found: Mapping[Phrase, int], comment: str) -> dict[Phrase, str]:
    """Phrases as the customer wrote them, from the position of their first word among those that are no swearing."""
    if not found:
        return {}
    last = max(first + len(phrase.words) for phrase, first in found.items())
    clean = (word.span() for word in WORD.finditer(comment) if fold_word(word[0]) not in SWEARING)
    said = list(islice(clean, last))
    return {
        phrase: " ".join(comment[said[first][0] : said[first + len(phrase.words) - 1][1]].split())
        for phrase, first in found.items()
    }


def _follows(phrase: Phrase, said: Sequence[str], position: int) -> bool:
    """Whether the words of a phrase of several stand in a row from this position on."""
    end = position + len(phrase.words)
    if end > len(said):
        return False
    *whole, last = phrase.words
    *said_whole, said_last = said[position:end]
    return said_whole == whole and (said_last.startswith(last) if phrase.is_stem else said_last == last)
