"""A comment without its tone: no capitals, no exclamation marks, no swearing, no insults, nothing stretched.

Whatever judges facts (severity, kind, routing) reads the calm text, so an angry voice can't change its mind.
"""

import re
import unicodedata
from typing import NamedTuple

from feedback_router.domain.folding import WORD, fold_all, fold_word, words, written_words
from feedback_router.domain.insults import INSULTS
from feedback_router.domain.plain import Plain, plain_or_none
from feedback_router.domain.swearing import SWEARING

_RUDE = SWEARING | INSULTS
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# f***, mi*rda, s#it, #@!$
_BLEEPED = re.compile(
    r"\b[^\W\d_]+(?:[*#$]+[^\W\d_]+)+\b|\b[^\W\d_]+\*{2,}|\*{2,}[^\W\d_]+|(?<!\w)[*#@$%&!]{3,}(?!\w)"
)
# What every bleep has, which is sooner looked for.
_MAY_BE_BLEEPED = re.compile(r"[*#$](?:(?<=[^\W\d_].)|\*)|[*#@$%&!]{3}")
_ANGRY = re.compile("[😠😡🤬😤👿💢🖕💩🤮🤡]\ufe0f?")
_BEGINNING = re.compile(r"(^|[.?]\s+)([^\W\d_])")
_ENGLISH_I = re.compile(r"\bi\b")
_PAUSES = ",;:"
_ASKED = re.compile(r"\?[?\s]*\?")
# What only leads up to a rude word goes with it. A bare article stays: it belongs to the noun that follows.
_LEADING = re.compile(
    r"""(?:\b(?:
        (?:you|they|ustedes|vosotros|vocês|voces|vcs)\s+(?:are|son|sois|são|sao)\s+(?:all\s+|todos\s+)?
            (?:(?:a|an|un|una|unos|unas|um|uns|uma|umas)\s+)?
      | (?:are|is|sois|son|são|sao)\s+(?:unos|unas|uns|umas|all)\s+
      | what\s+the\s+ | go\s+to\s+ | (?:full|sons?|pieces?|bunch|pack)\s+of\s+(?:an?\s+)?
      | (?:hij[oa]s?|manga|banda|bola|sarta|panda|pandilla|hatajo|atajo|cuerda)\s+de\s+(?:la\s+gran\s+|la\s+)?
      | (?:filh[oa]s?|bando|cambada|corja|monte)\s+d[aeo]\s+ | pedazos?\s+de\s+ | pedaços?\s+de\s+
      | vete\s+a\s+la\s+ | váyanse\s+a\s+la\s+ | vão?\s+(?:a|à)\s+ | vai\s+(?:se|à)\s+ | vão\s+se\s+
      | me\s+cago\s+en\s+(?:la|todo|tu)\s+ | qué?\s+(?=\S+\s*$)
    ))+$""",
    re.VERBOSE | re.IGNORECASE,
)


# These may as well belong to what follows: they go with a rude word only if it ends its part of the sentence.
_CALLING = re.compile(r"\b(?:you|seus?|suas?|unos|unas|uns|umas)\s+$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[.,;:?]|$)")


class Calm(NamedTuple):
    """A calm text, its folded words, and how many rude ones it had before."""

    text: str
    words: list[str]
    rude: int


def calm(text: str) -> str:
    """The facts of a text in lower case, accents kept. A calm text comes back as it is, but for its capitals."""
    return calmed(text).text


def calmed(text: str, seen: Plain | None = None) -> Calm:
    """The same with what is worked out on the way. `seen` is what is known of a text in plain ASCII."""
    seen = seen or plain_or_none(text)
    plain = seen.lower if seen else _ANGRY.sub(" ", unicodedata.normalize("NFC", text).lower())
    rude = None
    if _has_signs(plain) and _MAY_BE_BLEEPED.search(plain):
        rude = rude_words(text)
        plain, seen = _BLEEPED.sub(" ", plain), None
    if "!" in plain or "¡" in plain:
        plain = plain.replace("!", " ").replace("¡", " ")
    plain, said = (plain, seen.words) if seen and not seen.is_stretched else _without_stretching(plain)
    if plain.count("?") > 1:
        plain = _ASKED.sub("?", plain)
    if _RUDE.isdisjoint(said):
        return Calm(_without_loose_pauses(plain), said, rude or 0)
    if rude is None:
        rude = sum(word in _RUDE for word in said)
    polite = _without_loose_pauses(_without_rudeness(plain))
    return Calm(polite, words(polite), rude)


def _without_stretching(plain: str) -> tuple[str, list[str]]:
    """A text in which no letter is held down, and its folded words."""
    written = written_words(plain)
    said = fold_all(written)
    if said != written and any(map(_STRETCHED.search, written)):
        plain = _STRETCHED.sub(r"\1", plain)
        said = words(plain)
    return plain, said


def _has_signs(plain: str) -> bool:
    """Whether there are enough signs in a text for a bleep."""
    if "*" in plain or "#" in plain or "$" in plain:
        return True
    return ("!" in plain or "@" in plain or "&" in plain or "%" in plain) and (
        sum(map(plain.count, "@%&!")) >= 3
    )


def as_sentences(calm_text: str) -> str:
    """A calm text with capitals where sentences begin, as an encoder knows them from its own reading."""
    begun = _BEGINNING.sub(lambda found: found[1] + found[2].upper(), calm_text)
    return _ENGLISH_I.sub("I", begun)


def rude_words(text: str) -> int:
    """How many words of a text are swearing or insults."""
    said = words(text)
    return 0 if _RUDE.isdisjoint(said) else sum(word in _RUDE for word in said)


def _without_loose_pauses(plain: str) -> str:
    """The text with single spaces. A comma on its own had something before it that is gone."""
    # No white space but this is printable, and most texts have no more of it.
    is_single = plain.isprintable() and "  " not in plain
    text = plain.strip(" ") if is_single else " ".join(plain.split())
    if " ," in text or " ;" in text or " :" in text:
        text = " ".join(chunk for chunk in text.split(" ") if chunk.strip(_PAUSES))
    return text.lstrip(f"{_PAUSES} ")


def _without_rudeness(plain: str) -> str:
    kept = ""
    position = 0
    for found in WORD.finditer(plain):
        if fold_word(found[0]) in _RUDE:
            kept = _LEADING.sub("", kept + plain[position : found.start()])
            position = found.end()
            kept = (_CALLING.sub("", kept) if _ENDS.match(plain, position) else kept) + " "
    return kept + plain[position:]
