"""Why something was decided, said in each language from the same facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedback_router.domain.context import Context, Score
from feedback_router.domain.decision_policies import DecisionPolicy, DecisionRule
from feedback_router.domain.decisions import AboutTouchpoint, Claim, Limit, Spent, decide, why
from feedback_router.domain.priority import Urgency, made_of
from feedback_router.domain.reasons import NO_MATCH, NO_RULES, Why, of_rule
from feedback_router.domain.rules import Rule, ScoreAtMost
from feedback_router.domain.understanding import Harm
from feedback_router.use_cases.word_reasons import in_words, said_in, severity_in_words
from shared.i18n import LANGUAGES

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
RULE = Rule(
    "bills",
    "billing",
    words=("factur*",),
    stages=("pago",),
    kinds=("complaint",),
    topics=("billing", "payment"),
    severity_at_least=2,
    score_at_most=(ScoreAtMost("nps", 6),),
)
CONTEXT = Context("s", stage="pago", kind="complaint", severity=3, topics=("billing",))
BY_RULE = of_rule(RULE, CONTEXT, ("factura", "Importe"), (Score("nps", 2, 10),))
GUESSED: Why = {
    "code": "model",
    "team": "billing",
    "confidence": 0.87,
    "rival": "network",
    "rival_confidence": 0.08,
    "alike": 3,
    "owns": [{"name": "channel", "value": "app"}],
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                'Rule "bills": the comment says "factura" and "Importe", the stage is "pago", the kind is "complaint",'
                ' it is about "billing", its severity is 3 and the NPS score was 2 of 10.'
            ),
        ),
        (
            "es",
            (
                "Regla «bills»: el comentario dice «factura» e «Importe», la etapa es «pago», el tipo es «queja»,"
                " habla de «facturas», su gravedad es 3 y en NPS dio un 2 de 10."
            ),
        ),
        (
            "pt",
            (
                "Regra “bills”: o comentário diz “factura” e “Importe”, a etapa é “pago”, o tipo é “reclamação”,"
                " fala de “faturas”, a gravidade é 3 e a nota de NPS foi 2 de 10."
            ),
        ),
    ],
)
def test_a_rule_is_explained_in_each_language_and_quotes_the_customer_as_they_wrote(language, words):
    assert in_words(BY_RULE, language) == words


@pytest.mark.parametrize(
    ("changed", "language", "words"),
    [
        (
            {},
            "en",
            (
                'No rule matched, but it reads like what "billing" (87%), rather than "network" (8%) looks after,'
                ' as people decided 3 times about something alike. It also owns the channel "app".'
            ),
        ),
        (
            {"alike": 1, "owns": []},
            "es",
            (
                "Ninguna regla lo reclama, pero se parece a lo que lleva «billing» (87\u00a0%), antes que «network»"
                " (8\u00a0%), como ya se decidió una vez con algo parecido."
            ),
        ),
        (
            {"code": "unsure", "alike": 0, "rival": None},
            "pt",
            (
                "Nenhuma regra se aplica, e nenhuma equipe é certa o bastante: a mais provável é “billing” (87%)."
                " Também cuida do canal “app”. A equipe de triagem vai olhar."
            ),
        ),
    ],
)
def test_what_the_model_guessed_is_told_with_its_rival_and_what_people_taught(changed, language, words):
    assert in_words({**GUESSED, **changed}, language) == words


DECIDING = DecisionRule(
    "late", "billing", "refund", "cents", 2000, 2, 30, ("complaint",), ("delivery",), ("order.late",), ()
)
POLICY = DecisionPolicy(1, "EUR", customer_cap=3000, customer_days=30, day_cap=10_000, rules=(DECIDING,))
ABOUT = Context("after-order", kind="complaint", severity=2, topics=("delivery",))
CLAIM = Claim("ana", ABOUT, AboutTouchpoint("/shop", "order-1", "order.late"), AT, {"cents": 1250})
HELD = [
    (replace(CLAIM, customer_key=None), Spent()),
    (replace(CLAIM, context=replace(ABOUT, severity=3)), Spent()),
    (replace(CLAIM, touchpoint_at=AT - timedelta(days=40)), Spent()),
    (replace(CLAIM, amounts={}), Spent()),
    (replace(CLAIM, amounts={"cents": 2001}), Spent()),
    (CLAIM, Spent(on_touchpoint=True)),
    (CLAIM, Spent(on_customer=1751)),
    (CLAIM, Spent(by_company=8751)),
]


def verdict(claim: Claim, spent: Spent) -> Why:
    return why(POLICY, decide(POLICY, DECIDING, claim, spent, AT))


def test_an_approval_says_the_amount_as_people_write_it():
    assert in_words(verdict(CLAIM, Spent()), "es") == "La regla «late» aprobó 12,50 EUR (refund)."
    assert in_words(verdict(CLAIM, Spent()), "pt") == "A regra “late” aprovou EUR 12,50 (refund)."


def test_every_limit_that_holds_an_approval_is_told_in_each_language():
    whys = [verdict(claim, spent) for claim, spent in HELD]
    assert [facts["limit"] for facts in whys] == list(Limit)
    said = {in_words(facts, language) for facts in whys for language in LANGUAGES}
    assert len(said) == len(LANGUAGES) * len(HELD)
    assert in_words(whys[-2], "es") == (
        "La regla «late» lo habría aprobado (refund), pero sumaría 30,01 EUR, y un cliente puede recibir como"
        " mucho 30,00 EUR en 30 días. Decide una persona."
    )


def test_a_priority_is_added_up_in_each_language():
    facts = made_of(Urgency(3, True, AT, AT, others=12))
    assert in_words(facts, "en").startswith(
        "Severity 3 gives 30, a person at risk 15, 12 who say the same 10 points; "
    )
    assert in_words(facts, "es").startswith(
        "La gravedad 3 da 30, una persona en situación de riesgo, 15, otros 12 que dicen lo mismo, 10 puntos; "
    )
    alone = made_of(Urgency(0, False, AT, AT))
    assert in_words(alone, "pt").startswith("A gravidade 0 dá 0 pontos; ")


@pytest.mark.parametrize("harm", list(Harm))
def test_every_harm_is_told_in_each_language_with_the_words_that_show_it(harm):
    said = {severity_in_words([{"harm": harm, "words": "echa chispas"}], language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all("echa chispas" in one for one in said)


def test_what_was_kept_as_a_sentence_stays_as_it_was_unless_it_holds_no_fact():
    kept = 'Rule "bills": the comment says "factura".'
    assert said_in("es", kept, None) == (kept, "en")
    assert said_in("en", kept, BY_RULE) == (kept, "en")
    assert said_in("es", kept, BY_RULE) == (in_words(BY_RULE, "es"), "es")
    for facts in (NO_MATCH, NO_RULES):
        assert said_in("pt", in_words(facts, "en"), None) == (in_words(facts, "pt"), "pt")
    assert said_in("es", "The customer was erased.", None) == ("Los datos del cliente se borraron.", "es")
