"""Text without the differences that don't matter: case, accents, spacing, the shape of quotes.

`fold` compares names, `tokens` compares words. A token keeps its place in the original text, so that a
reason can quote the customer's own spelling.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from feedback_router.domain.remembered import Remembered

# Letters and digits, with the accents that some keyboards send as characters of their own.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# What each byte of plain ASCII is to words: letters, in lower case, and digits; the rest divides.
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(
    128
)
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"'))


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands in the original text."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text in lower case, without accents, with single spaces and straight quotes."""
    return " ".join(_plain(text.translate(_QUOTES)).split())


def tokens(text: str) -> list[Token]:
    """The words of a text in order, folded; "FACTURAAA" is said louder than "factura", not meant otherwise."""
    return [Token(fold_word(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The same without their places, in a tenth of the time."""
    return fold_all(written_words(text))


def written_words(text: str) -> list[str]:
    """The words of a text not yet folded, but for capitals in plain ASCII, which a table cuts faster than a pattern."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii").split()
    return WORD.findall(text)


def fold_word(word: str) -> str:
    """One word as `tokens` has it."""
    return _folded[word]


def fold_all(written: Iterable[str]) -> list[str]:
    """The same of many."""
    return list(map(_folded.__getitem__, written))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Folding case can bring forth accents and the other way round (İ), hence from both sides.
    folded = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _relax(word: str) -> str:
    """A letter held down three times or more counts once."""
    return _STRETCHED.sub(r"\1", word)


_folded: Remembered[str] = Remembered(lambda word: _relax(_plain(word)))
# What `fold` makes of names that come again and again, such as those of stages and channels.
folded_name: Remembered[str] = Remembered(fold)
