"""What is nothing but praise, and whom it praises: in doubt somebody looks at it, and nobody is guessed."""

from dataclasses import replace

import pytest

from feedback_router.domain.praise import (
    Praised,
    Signs,
    is_nothing_but_praise,
    is_token_of,
    praised,
    token_of,
)
from feedback_router.domain.teams import Person, Team
from feedback_router.domain.understanding import (
    CommentText,
    Harm,
    Kind,
    Sentiment,
    Severity,
    SeverityReason,
    Understanding,
)
from feedback_router.text.pipeline import Pipeline, load_pipeline
from feedback_router.text.praise_signs import signs_of

THANKS = Understanding(
    language="en",
    language_confidence=1.0,
    sentiment=Sentiment.POSITIVE,
    sentiment_score=0.9,
    kind=Kind.PRAISE,
    kind_confidence=0.9,
    severity=Severity.NONE,
    severity_score=0.0,
    severity_reasons=(),
    topics=(),
    personal_data=(),
    masked_text="Thank you",
    model_version="1",
)
PLAIN = Signs(praises=True, blames=False, takes_back=False)
INES, HUGO, OTHER_HUGO = (
    Person("ines", "Inês Matos"),
    Person("hugo", "Hugo Serra"),
    Person("hugo2", "Hugo Peral"),
)
TEAM = Team("billing", "Billing", "", owners=(INES,), members=(HUGO,))


def test_thanks_without_harm_are_nothing_but_praise() -> None:
    assert is_nothing_but_praise(THANKS, PLAIN, "after-support", [(10, 10), (6, 7)])


@pytest.mark.parametrize(
    ("understanding", "survey", "scores"),
    [
        (replace(THANKS, kind=Kind.COMPLAINT), "after-support", []),
        (replace(THANKS, sentiment=Sentiment.NEUTRAL), "after-support", []),
        (replace(THANKS, sentiment=None), "after-support", []),
        (replace(THANKS, severity=Severity.MILD), "after-support", []),
        (THANKS, "complaint-page", []),
        (THANKS, "staff-report", []),
        (THANKS, "after-support", [(10, 10), (6, 10)]),
    ],
    ids=["complaint", "neutral", "unknown language", "harm", "complaint page", "report", "low score"],
)
def test_in_doubt_it_is_none(
    understanding: Understanding, survey: str, scores: list[tuple[int, int]]
) -> None:
    assert not is_nothing_but_praise(understanding, PLAIN, survey, scores)


REFUNDED = replace(
    THANKS,
    severity=Severity.MODERATE,
    severity_reasons=(SeverityReason(Harm.OTHER, "refund came"),),
    topics=("returns",),
)


def test_what_a_model_hears_in_thanks_for_money_is_no_harm_but_what_is_named_or_taken_back_is() -> None:
    assert is_nothing_but_praise(REFUNDED, PLAIN, "after-support", [])
    named = (SeverityReason(Harm.MONEY, "charged twice"),)
    for understanding, signs in [
        (replace(REFUNDED, topics=("staff",)), PLAIN),
        (replace(REFUNDED, topics=("returns", "price")), PLAIN),
        (replace(REFUNDED, severity=Severity.SEVERE), PLAIN),
        (replace(REFUNDED, severity_reasons=named), PLAIN),
        (REFUNDED, replace(PLAIN, praises=False)),
        (REFUNDED, replace(PLAIN, blames=True)),
        (REFUNDED, replace(PLAIN, takes_back=True)),
        (replace(REFUNDED, severity=Severity.NONE), replace(PLAIN, takes_back=True)),
    ]:
        assert not is_nothing_but_praise(understanding, signs, "after-support", [])
    mended = replace(REFUNDED, severity=Severity.NONE, severity_reasons=())
    assert is_nothing_but_praise(mended, replace(PLAIN, blames=True), "after-support", [])


@pytest.fixture(scope="module", params=[True, False], ids=["encoder", "plain"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    return load_pipeline(encoder=request.param)


def is_kept(pipeline: Pipeline, language: str, text: str) -> bool:
    (found,) = pipeline.understand([CommentText(text, language)])
    return is_nothing_but_praise(found, signs_of(found.masked_text, found.language), "after-support", [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bill is clear now, and the refund came the next day."),
        ("en", "Thank you, the bill is clear now, and the refund came the next day."),
        ("en", "Your agent solved my billing problem in five minutes, excellent"),
        ("en", "No problems with the bill, excellent"),
        ("es", "Gracias, la factura ahora está clara y el reembolso llegó al día siguiente."),
        ("es", "La factura ahora está clara y el reembolso llegó enseguida, muy amables."),
        ("es", "Sin problemas con la factura, excelente"),
        ("pt", "Obrigada, a conta agora está clara e o reembolso chegou no dia seguinte."),
        ("pt", "Ótimo atendimento, a fatura está clara e o reembolso chegou rápido."),
        ("pt", "Sem problemas com a fatura, excelente"),
    ],
)
def test_thanks_for_a_bill_or_a_refund_are_nothing_but_praise(
    pipeline: Pipeline, language: str, text: str
) -> None:
    assert is_kept(pipeline, language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Great, but the refund never came"),
        ("en", "Great service, but the bill is still wrong"),
        ("en", "Lovely staff, though the bill was wrong again"),
        ("en", "Thanks for nothing, still no refund"),
        ("en", "Thank you, I would like my refund please"),
        ("es", "Muy bien, pero el reembolso nunca llegó"),
        ("es", "Todo perfecto, aunque falta la devolución"),
        ("es", "Gracias por nada, sigo sin el reembolso"),
        ("es", "Todo genial, aunque me cobraron dos veces"),
        ("pt", "Ótimo, mas o reembolso nunca chegou"),
        ("pt", "Tudo perfeito, só falta o estorno"),
        ("pt", "Obrigado por nada, ainda sem reembolso"),
        ("pt", "Atendimento excelente, porém fui cobrado duas vezes"),
    ],
)
def test_friendly_words_about_money_that_is_still_owed_stay_open(
    pipeline: Pipeline, language: str, text: str
) -> None:
    assert not is_kept(pipeline, language, text)


def test_of_a_language_that_we_do_not_know_thanks_for_money_may_take_something_back() -> None:
    assert signs_of("Vielen Dank, die Rechnung stimmt jetzt", "other").takes_back


@pytest.mark.parametrize(
    ("text", "agent", "whom"),
    [
        ("Gracias, todo bien", None, ()),
        ("Gracias, todo bien", "hugo", (Praised("hugo", "touchpoint"),)),
        ("Gracias, todo bien", "  Hugo   SERRA ", (Praised("hugo", "touchpoint"),)),
        ("Gracias, todo bien", "somebody else", ()),
        ("Ines was a great help", None, (Praised("ines", "name"),)),
        ("HUGO SERRA was a great help", None, (Praised("hugo", "name"),)),
        ("hugo was a great help", None, ()),
        ("Hugolino was a great help", None, ()),
        ("Thank you Inês and Hugo", "ines", (Praised("ines", "touchpoint"), Praised("hugo", "name"))),
    ],
)
def test_people_are_known_by_the_touchpoint_or_by_their_names_in_the_team(
    text: str, agent: str | None, whom: tuple[Praised, ...]
) -> None:
    assert praised(text, TEAM, agent, (INES, HUGO)) == whom


def test_a_first_name_that_two_have_is_nobodys_but_the_whole_name_is() -> None:
    team = replace(TEAM, members=(HUGO, OTHER_HUGO))
    assert praised("Hugo was great", team, None, ()) == ()
    assert praised("Hugo Peral was great", team, None, ()) == (Praised("hugo2", "name"),)


def test_a_name_of_another_team_is_not_looked_for_in_the_text() -> None:
    assert praised("Hugo was great", replace(TEAM, members=()), None, (HUGO,)) == ()


def test_a_link_is_one_persons_alone() -> None:
    token = token_of("hugo", "secret")
    assert is_token_of(token, "hugo", "secret")
    assert not is_token_of(token, "ines", "secret")
    assert not is_token_of(token, "hugo", "another secret")
    assert not is_token_of("ñ", "hugo", "secret")
