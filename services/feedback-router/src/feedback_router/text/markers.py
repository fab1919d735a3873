"""Signs that only one of the languages we serve has: they tip the scales for a text of two or three words."""

import re

# Frequent little words; those that two of the languages share are taken out below.
_LITTLE_WORDS = {
    "en": """a all and are as at bad because but do for good he her here his i in is it its me more my no not
        nothing of on she thank thanks that the there they this to very was we were when where with
        without yes you your""",
    "es": """a al aquí bien buena bueno con cuando de del donde dos el es esta estaba está fue gracias ha había
        han hay he la las le les lo los mal mas me mi muy más nada no nos pelo pero porque que sin son su
        sus sí también todo un una unas unos y yo""",
    "pt": """a ao aqui as bem boa bom com da das de do dos e em esta estava está eu foi gostei há já mais mal
        mas me meu minha muita muito na nada nao nas no nos não o obrigada obrigado onde os pela pelo
        porque quando que sem seu sim sua são também todo tudo um uma umas uns você vocês à é""",
}
# Letters, and ways of laughing.
_SPELLING = {
    "en": re.compile(r"w|th|sh|(?<!k)k(?!k)"),
    "es": re.compile(r"[ñ¿¡]|ción|\b(?:ja){2,}"),
    "pt": re.compile(r"[ãõçêâô]|lh|nh|kkk|\b(?:rs){2,}"),
}
# The same for text in plain ASCII, in a tenth of the time: letters, and others that a pattern looks at more closely.
_ASCII_SPELLING = {
    "en": (("w", "th", "sh"), "k", re.compile(r"(?<!k)k(?!k)")),
    "es": ((), "jaja", re.compile(r"\bjaja")),
    "pt": (("lh", "nh", "kkk"), "rsrs", re.compile(r"\brsrs")),
}


def _of_one_language_only() -> dict[str, frozenset[str]]:
    words = {language: frozenset(listed.split()) for language, listed in _LITTLE_WORDS.items()}
    return {
        language: own.difference(*(other for name, other in words.items() if name != language))
        for language, own in words.items()
    }


_LANGUAGE_OF = {word: language for language, own in _of_one_language_only().items() for word in own}


def marked(text: str, words: list[str]) -> dict[str, float]:
    """How much a lower-case text and its words look like each language alone: 0 not at all, 2 all of it."""
    own = list(map(_LANGUAGE_OF.get, words))
    if not text.isascii():
        return {
            language: own.count(language) / len(words) + bool(pattern.search(text))
            for language, pattern in _SPELLING.items()
        }
    return {
        language: own.count(language) / len(words)
        + (any(map(text.__contains__, letters)) or bool(doubtful in text and pattern.search(text)))
        for language, (letters, doubtful, pattern) in _ASCII_SPELLING.items()
    }
