"""Signs that only one of the languages we serve has: they tip the scales for a text of two or three words."""

import re

# Frequent little words; those that two of the languages share are taken out below.
_LITTLE_WORDS = {
    "en": """a all and are as at bad because but do for good he her here his i in is it its me more my no not
        nothing of on she thank thanks that the there they this to very was we were when where with
        without yes you your""",
    "es": """a al aquí bien buena bueno con cuando de del donde dos el es esta estaba está fue gracias ha había
        han hay he la las le les lo los mal mas me mi muy más nada no nos pelo pero porque que sin son su
        sus sí también todo un una unas unos y yo
        ella ellos ellas eso ese esos usted ustedes óptimo óptima pésimo pésima entonces siempre aunque cómo qué quién
        cuándo nuestro nuestra tiempo servicio atención habitación tuve tengo tiene hace hacer hice llegó quedó ahora
        después antes ayer hoy otra otro así allí ahí mejor peor buenos buenas malos malas vez guiri guiris""",
    "pt": """a ao aqui as bem boa bom com da das de do dos e em esta estava está eu foi gostei há já mais mal
        mas me meu minha muita muito na nada nao nas no nos não o obrigada obrigado onde os pela pelo
        porque quando que sem seu sim sua são também todo tudo um uma umas uns você vocês à é
        ele ela eles elas isso isto esse essa ótimo ótima péssimo péssima então assim ainda até depois só aí lá ali tem
        tinha tive tenho fiz foram estão chegou veio comprei adorei amei recomendo indico produto tempo serviço
        atendimento quarto nosso nossa ninguém ruim melhor pior outra outro vez nem hein pqp aff pra pro vou vai""",
}
# Letters, and ways of laughing.
_ENGLISH = re.compile(r"w|th|sh|(?<!k)k(?!k)")
_SPANISH = re.compile(r"[ñ¿¡]|ción|\b(?:ja){2,}")
_PORTUGUESE = re.compile(r"[ãõçêâô]|lh|nh|kkk|\b(?:rs){2,}")
# What is looked for in plain ASCII where "k", "jaja" or "rsrs" is.
_SINGLE_K = re.compile(r"(?<!k)k(?!k)")
_JAJA = re.compile(r"\bjaja")
_RSRS = re.compile(r"\brsrs")


def _of_one_language_only() -> dict[str, frozenset[str]]:
    words = {language: frozenset(listed.split()) for language, listed in _LITTLE_WORDS.items()}
    return {
        language: own.difference(*(other for name, other in words.items() if name != language))
        for language, own in words.items()
    }


_LANGUAGE_OF = {word: language for language, own in _of_one_language_only().items() for word in own}


def marked(text: str, words: list[str]) -> tuple[float, float, float]:
    """How much a lower-case text and its words look like English, Spanish and Portuguese alone: 0 not at all, 2 all of
    it."""
    own = list(filter(None, map(_LANGUAGE_OF.get, words)))
    en, es, pt = _spelled_in_ascii(text) if text.isascii() else _spelled(text)
    count = len(words)
    return own.count("en") / count + en, own.count("es") / count + es, own.count("pt") / count + pt


def _spelled(text: str) -> tuple[bool, bool, bool]:
    """Whether a text is spelled as each language alone is."""
    return bool(_ENGLISH.search(text)), bool(_SPANISH.search(text)), bool(_PORTUGUESE.search(text))


def _spelled_in_ascii(text: str) -> tuple[bool, bool, bool]:
    """The same, in a tenth of the time."""
    return (
        "w" in text or "th" in text or "sh" in text or ("k" in text and bool(_SINGLE_K.search(text))),
        "jaja" in text and bool(_JAJA.search(text)),
        "lh" in text or "nh" in text or "kkk" in text or ("rsrs" in text and bool(_RSRS.search(text))),
    )
