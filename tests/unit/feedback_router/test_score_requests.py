"""Comments that tell of somebody who asked for a certain score, and comments that only sound like it."""

import pytest

from feedback_router.domain.score_requests import tells_of_score_request


@pytest.mark.parametrize(
    "comment",
    [
        "Me pidió que le pusiera un 10.",
        "me pidieron un diez en la encuesta",
        "El técnico nos dijo que pusiéramos buena nota o lo echaban",
        "La chica insistió: nos rogó cinco estrellas.",
        "Me han pedido que valore con un 9 al instalador",
        "They asked me for a ten.",
        "The agent asked us to give her 5 stars",
        "He begged me to leave a good rating!",
        "I was told that they wanted me to rate them a 10",
        "Ela me pediu nota 10.",
        "O técnico pediu que eu desse um dez",
        "Insistiu em que eu colocasse cinco estrelas na avaliação",
    ],
)
def test_a_request_for_a_score_is_heard(comment: str) -> None:
    assert tells_of_score_request(comment)


@pytest.mark.parametrize(
    "comment",
    [
        "Me pidieron 10 días de espera.",
        "Me pidió el DNI dos veces y esperé 10 minutos.",
        "Le pongo un 10 al técnico.",
        "They asked me for ten minutes and came the next day.",
        "I asked them for a refund. A ten for the driver!",
        "I give it a 5.",
        "They asked me to wait 10 days.",
        "Nota 10 para o atendente.",
        "Me pediu 10 dias para resolver.",
        "Me pidieron que contestara la encuesta.",
        "They asked me to review the contract and to answer a survey.",
        "Pediram para eu responder a pesquisa.",
        "Pedi um reembolso de dez reais.",
        "",
    ],
)
def test_other_requests_and_other_scores_are_none(comment: str) -> None:
    assert not tells_of_score_request(comment)


def test_a_long_comment_is_read_as_fast_as_it_is_long() -> None:
    assert not tells_of_score_request("they asked me to " * 2000)
