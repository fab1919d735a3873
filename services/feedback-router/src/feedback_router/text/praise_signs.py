"""Signs in the words of a comment that its praise is whole, or that it takes something back."""

from feedback_router.domain.praise import Signs
from feedback_router.domain.tone import calmed
from feedback_router.text import polarity

# What turns praise ("but"), says that something lasts ("still"), or asks for more ("should"); folded.
_TAKING_BACK = {
    "en": """but though although however still yet except despite apart unfortunately otherwise only if until unless
        could should would wish need needs please more less better""",
    "es": """pero aunque sino todavia aun sigo sigue seguimos siguen salvo excepto solo hasta menos falta podria podrian
        deberia deberian ojala si""",
    "pt": """mas porem embora contudo entretanto ainda apesar infelizmente continuo continua continuamos so ate menos
        falta poderia poderiam deveria deveriam tomara""",
}
_WORDS = {language: frozenset(listed.split()) for language, listed in _TAKING_BACK.items()}


def signs_of(text: str, language: str) -> Signs:
    """The signs in a comment; of a language whose words are not known, that it may take anything back."""
    if language not in _WORDS:
        return Signs(praises=False, blames=False, takes_back=True)
    calm = calmed(text)
    praise, blame, turned_praise, turned_blame, _, turning, _ = polarity.measures(calm.words, language)
    # "No problem" denies what would be bad; any other "no" may deny what would be good.
    denies = turned_praise > 0 or (turning > 0 and not turned_blame)
    return Signs(
        praises=praise > 0,
        blames=blame > 0,
        takes_back=denies or "?" in calm.text or not _WORDS[language].isdisjoint(calm.words),
    )
