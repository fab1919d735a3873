"""The names by which people call themselves in a comment: only after phrases that announce one."""

import re
from collections.abc import Iterator

from feedback_router.domain.plain import Plain

NAME_WORD = r"[A-ZÁÉÍÓÚÂÊÔÃÕÀÄËÏÖÜÇÑ](?:[^\W\d_]|['’-](?=\w))*(?!\w)"
NAME = (
    rf"{NAME_WORD}(?:\s+(?:(?:de|da|do|dos|das|del|la|y|e|van|von)\s+(?:la\s+|los\s+)?)?{NAME_WORD}){{0,3}}"
)
_NAME_TWICE = rf"{NAME_WORD}(?:\s+(?:(?:de|da|do|dos|das|del|la)\s+)?{NAME_WORD}){{1,3}}"
_ANNOUNCED = (
    "(?i:me llamo|mi nombre es|my name is|my name's|i am called|meu nome é|me chamo|nombre:|name:|nome:)"
)
# Each with words of which one must be there: looking for a word is fast, trying a pattern at each letter is not.
_NAMES = (
    (
        ("llamo", "nombre", "name", "called", "nome", "chamo"),
        re.compile(rf"\b{_ANNOUNCED}\s+({NAME})"),
    ),
    (
        ("soy", "i am", "i'm", "i’m", "this is", "sou", "aqui", "aquí", "habla", "escribe"),
        re.compile(
            r"\b(?i:soy|i am|i'm|i’m|this is|sou o|sou a|sou|aqui é o|aqui é a|aquí|habla|les escribe)\s+"
            rf"({_NAME_TWICE})"
        ),
    ),
    (
        (
            "att",
            "atent",
            "atenc",
            "salud",
            "cordial",
            "regards",
            "sincer",
            "yours",
            "cumpri",
            "abra",
            "firma",
        ),
        re.compile(
            r"(?:^|[\s.!?])(?i:atentamente|atte\.?|saludos(?: cordiales)?|un saludo|cordialmente|"
            r"(?:kind |best |warm )?regards|sincerely|yours (?:truly|faithfully)|atenciosamente|att\.?|cumprimentos|"
            rf"abra[çc]os|firmado)\s*[,:.\n-]\s*({NAME})"
        ),
    ),
)
_LOWER_NAME = re.compile(
    r"\b(?:me llamo|mi nombre es|my name is|meu nome é|me chamo)\s+([^\W\d_]{2,}(?:\s+[^\W\d_]{2,})?)",
    re.IGNORECASE,
)
_NO_NAMES = """
    y e and i im my mi meu minha con com de da do del en em at from the el la los o a os as que porque but pero mas
    soy sou tengo tenho have vivo moro live cliente client customer no not não un una um uma me se
"""
_AFTER_A_NAME = frozenset(_NO_NAMES.split())
# Of text in plain ASCII, the words of which one must be there for any of this to be found.
_ANNOUNCING_WORDS = """
    llamo nombre name called nome chamo soy am m this sou habla escribe atentamente atte att saludos saludo cordialmente
    regards sincerely truly faithfully atenciosamente cumprimentos abracos firmado
"""
_ANNOUNCING = frozenset(_ANNOUNCING_WORDS.split())


def may_be_in(seen: Plain) -> bool:
    """Whether a text in plain ASCII may hold a name: nearly always its words tell that it doesn't."""
    return not _ANNOUNCING.isdisjoint(seen.words)


def is_announced(text: str) -> bool:
    """Whether a text announces a name in words that need no capitals after them."""
    return bool(_LOWER_NAME.search(text))


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand in a text; two may overlap."""
    says = text.lower().__contains__
    for announcing, pattern in _NAMES:
        if any(map(says, announcing)) and text.upper() != text:
            for found in pattern.finditer(text):
                if not found[1].isupper() or len(found[1].split()) > 1:
                    yield found.span(1)
    if not any(map(says, _NAMES[0][0])):
        return
    for found in _LOWER_NAME.finditer(text):
        first, _, second = found[1].partition(" ")
        if first.lower() not in _AFTER_A_NAME:
            one_word = not second or second.strip().lower() in _AFTER_A_NAME
            yield found.start(1), found.start(1) + len(first) if one_word else found.end(1)
