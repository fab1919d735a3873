"""Whether a comment tells that somebody asked for a certain score: "me pidió que le pusiera un 10".

Somebody asks, the customer is asked, and a score is what for; to be asked for an answer to a survey is another thing.
Each language is looked for in every comment: many mix them. "They asked me for ten days" asks for no score, so that a
bare number is none either.
"""

import re

from feedback_router.domain.folding import fold

_NUMBER = r"(?:10|9|5|ten|nine|five|diez|nueve|cinco|dez|nove)"
# A number of these is none of scores.
_OTHERS = (
    r"(?! ?(?:minut|hor|hour|d[iaey]|week|semana|m[eo]|euro|dol|pound|peso|rea[li]|percent|por ciento|%))"
)
# What may stand between who asks and what for, within one sentence.
_GAP = r"[^.!?;]{0,60}?"

_ENGLISH = (
    r"\b(?:asked|asking|asks|begged|begging|told|pressured|wanted|urged|insisted|pushed|pleaded with)\b"
    rf"{_GAP}\b(?:me|us|we)\b{_GAP}"
    r"(?:\b(?:rating|score|stars?)\b"
    rf"|\b(?:give|gave|rate|put|leave|score|mark)\b{_GAP}\b(?:an? )?{_NUMBER}\b{_OTHERS}"
    rf"|\bfor an? (?:perfect )?{_NUMBER}\b{_OTHERS})"
)
_SPANISH = (
    r"\b(?:me|nos)\b(?: han| ha| habia| habian| estuvo| estaba| estaban)? ?"
    r"\b(?:pidio|pidieron|pedido|pide|piden|pidiendo|rogo|rogaron|insistio|insistieron|dijo|dijeron|solicito|solicitaron"
    r"|exigio|exigieron|suplico|presiono|presionaron|obligo|obligaron)\b"
    rf"{_GAP}(?:\b(?:puntuacion|puntuar\w*|puntaje|calificacion|calificara\w*|calificar\w*|calificase\w*|valoracion"
    r"|valorar\w*|nota|estrellas?)\b"
    rf"|\b(?:un|una|con|con un|de|pusiera|pusiese|ponga|diera|diese) (?:un |una )?{_NUMBER}\b"
    rf"{_OTHERS})"
)
_PORTUGUESE = (
    r"\b(?:(?:me|nos) )?(?:pediu|pediram|pedindo|pede|implorou|insistiu|insistiram|exigiu|exigiram|mandou|mandaram)\b"
    rf"{_GAP}(?:\b(?:nota|pontuacao|avaliacao|avaliar|avaliasse\w*|estrelas?)\b"
    rf"|\b(?:um|uma|desse|dar|colocar|por) (?:um |uma |nota )?{_NUMBER}\b{_OTHERS})"
)
_ASKED = re.compile("|".join((_ENGLISH, _SPANISH, _PORTUGUESE)))


def tells_of_score_request(comment: str) -> bool:
    """Whether it says so, in English, Spanish or Portuguese."""
    return _ASKED.search(fold(comment)) is not None
