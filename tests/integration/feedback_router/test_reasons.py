"""Reasons are read in the language that is asked for, and told as they were."""

import pytest

from feedback_router.use_cases.decide_claims import decide_claims
from shared.clock import now
from support.complaints import erased, said
from support.deciding import POLICY, complained, declare, delivered, put_in_force

FEEDBACK = "/router/v1/feedback"
EN = 'Rule "bills": the comment says "factura".'
ES = "Regla «bills»: el comentario dice «factura»."
PT = "Regra “bills”: o comentário diz “factura”."


@pytest.fixture
def item(router, analyst, book, hear):
    """Ana's complaint about a bill, which a rule took."""
    hear(said("ana", "La factura está mal"))
    (found,) = router.get(FEEDBACK, analyst).json["items"]
    return found


@pytest.mark.parametrize(
    ("asked", "reason", "language"),
    [
        ("es-AR, en;q=0.5", ES, "es"),
        ("pt-BR", PT, "pt"),
        ("en", EN, "en"),
        ("fr", EN, "en"),
    ],
)
def test_the_list_the_item_and_what_an_action_answers_are_in_the_callers_language(
    router, analyst, item, asked, reason, language
):
    caller = {**analyst, "Accept-Language": asked}
    listed = router.get(FEEDBACK, caller)
    path = f"{FEEDBACK}/{item['id']}"
    shown, acknowledged = router.get(path, caller), router.post(f"{path}/acknowledge", {}, caller)
    for found in (listed.json["items"][0], shown.json, acknowledged.json):
        assert (found["reason"], found["reason_language"]) == (reason, language)
        assert (found["why"]["code"], found["why"]["phrases"]) == ("rule", ["factura"])
    assert [answer.headers["Vary"] for answer in (listed, shown, acknowledged)] == ["Accept-Language"] * 3


def test_an_explanation_is_in_the_callers_language(router, analyst, book):
    question = {"text": "La factura está mal"}
    answer = router.post("/router/v1/explain", question, {**analyst, "Accept-Language": "es"}).json
    assert (answer["decision"]["reason"], answer["decision"]["reason_language"]) == (ES, "es")
    assert answer["decision"]["why"]["rule"] == "bills"
    assert answer["priority"].startswith("La gravedad ")


def test_what_was_kept_as_a_sentence_alone_is_read_as_it_stands(router, analyst, item):
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET why = NULL")
    found = router.get(f"{FEEDBACK}/{item['id']}", {**analyst, "Accept-Language": "es"}).json
    assert (found["reason"], found["reason_language"], found["why"]) == (EN, "en", None)


def test_what_no_rule_wants_says_so_in_the_callers_language_since_ever(router, analyst, book, hear):
    hear(said("bruno", "My parcel never came"))
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET why = NULL, reason = 'No rule matched, so triage looks at it.'"
        )
    (found,) = router.get(FEEDBACK, {**analyst, "Accept-Language": "pt"}).json["items"]
    assert found["reason"] == "Nenhuma regra se aplica; a equipe de triagem vai olhar."


def test_an_event_says_in_which_language_its_reason_is_and_holds_it_as_data(item, events):
    (event,) = events("router.feedback.routed")
    told = event["data"]
    assert (told["reason"], told["reason_language"], told["why"]) == (EN, "en", item["why"])


def test_the_facts_of_a_reason_are_forgotten_with_the_person(router, analyst, book, hear, events):
    answer = said("ana", "La factura está mal")
    hear(answer)
    hear(answer, erased(answer))
    (found,) = router.get(FEEDBACK, {**analyst, "Accept-Language": "es"}).json["items"]
    assert (found["reason"], found["why"]) == ("Los datos del cliente se borraron.", None)
    (event,) = events("router.feedback.routed")
    assert (event["data"]["reason"], event["data"]["why"]) == ("The customer was erased.", None)


def test_an_automatic_decision_and_the_step_that_it_left_are_in_the_callers_language(router, book, hear):
    caller = router.key("feedback:read", "decisions:read", "decisions:write", holder="Ana")
    boss = router.key("decisions:read", "decisions:write", "decisions:approve", holder="Carla")
    declare(router, caller)
    put_in_force(router, POLICY, caller, boss)
    hear(delivered("bruno", "order-1", 2001), complained("bruno", "order-1"))
    assert decide_claims(router.service.change, router.service.settings, now=now()) == 1
    spanish = {**caller, "Accept-Language": "es"}
    (decision,) = router.get("/router/v1/decisions", spanish).json["items"]
    assert decision["reason"] == (
        "La regla «late-delivery» lo habría aprobado (refund), pero 20,01 EUR supera el límite por caso,"
        " 20,00 EUR. Decide una persona."
    )
    item = f"{FEEDBACK}/{decision['feedback_id']}"
    (step,) = router.get(item, spanish).json["transitions"]
    assert step["note"] == decision["reason"]
    assert "A person decides." in router.get(item, caller).json["transitions"][0]["note"]


def test_the_page_says_in_its_readers_language_why_a_comment_is_here_and_why_it_is_severe(
    router, analyst, item
):
    page = router.client.get("/router/feedback", headers={**analyst, "Accept-Language": "es"}).text
    assert f'<span lang="es">{ES}</span>' in page
    assert "Por qué es grave: " in page
