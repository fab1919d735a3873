"""People's corrections teach: from the next comment on, in every process, and for good."""

from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from feedback_router.store import rules
from feedback_router.text.pipeline import load_pipeline
from feedback_router.use_cases import learn_routing
from feedback_router.use_cases.learn_routing import learnt
from feedback_router.use_cases.understand_more import understand_more
from shared.clock import now
from shared.events import Event
from shared.ids import new_id
from support.complaints import said
from support.executives import CRITICAL, MAX, appoint, mail, write

FEEDBACK = "/router/v1/feedback"
# Words that no rule knows and no description says.
SOFA = "The sofa in your shop had a torn seat"
SEAT = "The seat of the sofa in the shop was torn"


@pytest.fixture
def tell(hear):
    """Add to the survey's log, and follow it."""
    log: list[Event] = []

    def add(*events: Event) -> None:
        log.extend(events)
        hear(*log)

    return add


@pytest.fixture
def reroute(router, analyst):
    """Bring an item to another team, as a person does."""

    def bring(item: dict[str, Any], team: str) -> None:
        answer = router.post(
            f"{FEEDBACK}/{item['id']}/reroute", {"team": team, "reason": "Theirs to mend"}, analyst
        )
        assert answer.status_code == 200, answer.text

    return bring


@pytest.fixture
def one(router, analyst):
    """The item of this person's answer."""

    def find(who: str) -> dict[str, Any]:
        found = router.get(f"{FEEDBACK}?limit=500", analyst).json["items"]
        (item,) = (item for item in found if item["customer_key"] == who)
        return dict(item)

    return find


def test_what_nobody_is_sure_about_goes_to_triage_with_the_best_guess(router, book, tell, one):
    tell(said("bruno", SOFA))
    item = one("bruno")
    assert (item["team"], item["decided_by"], item["rule"]) == ("triage", "triage", None)
    assert item["runner_up"]["team"] in {"billing", "network"}
    assert 0 < item["confidence"] < 0.85
    assert "not sure enough" in item["reason"]
    assert "Triage looks at it." in item["reason"]


def test_a_correction_counts_from_the_next_comment_on_and_is_named(router, book, tell, one, reroute):
    tell(said("bruno", SOFA))
    reroute(one("bruno"), "network")
    tell(said("ana", SEAT))
    item = one("ana")
    assert (item["team"], item["decided_by"]) == ("network", "model")
    assert item["learnt_from"] == [one("bruno")["id"]]
    assert "as people decided once about something alike" in item["reason"]


def test_another_process_knows_what_people_taught_the_first(router, book, tell, one, reroute, monkeypatch):
    tell(said("bruno", SOFA))
    reroute(one("bruno"), "billing")
    monkeypatch.setattr(learn_routing, "_learnt", {})
    tell(said("ana", SEAT))
    assert one("ana")["team"] == "billing"


def test_the_last_word_on_an_item_is_what_counts(router, book, tell, one, reroute):
    tell(said("bruno", SOFA))
    reroute(one("bruno"), "network")
    tell(said("carla", "Something else entirely"))
    reroute(one("bruno"), "billing")
    tell(said("ana", SEAT))
    assert one("ana")["team"] == "billing"


def test_who_is_erased_is_unlearnt(router, book, tell, one, reroute):
    tell(said("bruno", SOFA))
    reroute(one("bruno"), "network")
    tell(said("ana", SEAT))
    assert one("ana")["team"] == "network"
    with router.service.change() as connection:
        connection.execute("DELETE FROM routing_corrections")
    tell(said("carla", SEAT, number=3))
    assert one("carla")["team"] == "triage"


def test_no_correction_is_forgotten_when_the_model_is_fitted_anew(
    router, book, tell, one, reroute, analyst, monkeypatch
):
    monkeypatch.setattr(learn_routing, "_FIRST_TRAINING", 4)
    told = {
        "network": ["The van never came on Tuesday", "Your van did not come", "No van was seen at our house"],
        "billing": ["The sum is too high", "That sum is much too high for me", "Why is this sum so high?"],
    }
    for team, texts in told.items():
        for number, text in enumerate(texts):
            tell(said("bruno" if team == "network" else "carla", text, number=number + 10))
    for item in router.get(f"{FEEDBACK}?limit=500", analyst).json["items"]:
        team = "network" if item["customer_key"] == "bruno" else "billing"
        if item["team"] != team:
            reroute(item, team)
    pipeline = load_pipeline()
    learn_routing.learn_routing(router.service.read, pipeline)
    with router.service.read() as connection:
        known = learnt(connection, rules.in_force(connection).book, pipeline)
    assert known is not None
    assert known.model.trained_on >= 4
    for team, texts in told.items():
        assert {decision.team for decision in known.model.decide(known.model.rows(texts))} == {team}


def test_teams_see_comments_masked_and_a_look_at_the_original_is_noted(router, book, tell, one, analyst):
    tell(said("ana", "La factura está mal, escríbanme a ana@correo.example o al 612 345 678"))
    item = one("ana")
    assert "ana@correo.example" not in str(item)
    assert "612" not in item["text"]
    assert router.get(f"{FEEDBACK}?q=correo", analyst).json["items"] == []
    path = f"{FEEDBACK}/{item['id']}/original"
    assert router.post(path, {"reason": "To call her"}, analyst).status_code == 403
    allowed = router.key("originals:read", "audit:read")
    assert router.post(path, {}, allowed).status_code == 422
    seen = router.post(path, {"reason": "To call her"}, allowed).json
    assert seen["is_masked"]
    assert "ana@correo.example" in seen["text"]
    (entry,) = router.get(f"/router/v1/audit?subject={item['id']}", allowed).json["items"]
    assert (entry["action"], entry["detail"]) == ("original.seen", {"reason": "To call her"})


def test_what_came_in_before_comments_were_understood_is_understood_later(router, book, tell, one):
    tell(said("ana", "La factura está mal, mi correo es ana@correo.example"))
    text = "La factura está mal, mi correo es ana@correo.example"
    with router.service.change() as connection:
        connection.execute("DELETE FROM originals")
        connection.execute(
            "UPDATE feedback SET understood_by = NULL, kind = NULL, topics = NULL, text = %s", (text,)
        )
    assert understand_later(router) == 1
    item = one("ana")
    assert "ana@correo.example" not in item["text"]
    assert (item["kind"], item["team"]) == ("complaint", "billing")
    assert understand_later(router) == 0


def test_what_turns_out_to_be_critical_later_the_executives_hear_of_once_if_it_is_open(
    router, book, tell, one, analyst, events
):
    appoint(router, MAX)
    tell(said("ana", "La factura está mal"), said("bruno", "Se corta la conexión", number=2))
    solved = one("bruno")["id"]
    router.post(f"{FEEDBACK}/{solved}/resolve", {"what_was_done": "Made safe"}, analyst)
    for _ in range(2):
        with router.service.change() as connection:
            connection.execute("UPDATE feedback SET understood_by = NULL, text = %s", (CRITICAL,))
        assert understand_later(router) == 2
    assert write(router, now()) == 1
    assert [body["to"]["staff"] for body in mail(router, "notice")] == ["max@company.example"]
    (told,) = events("router.feedback.critical")
    assert told["data"]["feedback_id"] == one("ana")["id"]


def test_what_people_did_while_a_comment_was_being_understood_stays_done(router, book, tell, one, analyst):
    tell(said("ana", "La factura está mal"))
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET understood_by = NULL")

    @contextmanager
    def after_a_person():
        router.post(f"{FEEDBACK}/{one('ana')['id']}/acknowledge", None, analyst)
        with router.service.change() as connection:
            yield connection

    assert understand_more(router.service.read, after_a_person, load_pipeline(), now=now()) == 1
    assert (one("ana")["status"], understand_later(router)) == ("acknowledged", 0)


def understand_later(router) -> int:
    return understand_more(router.service.read, router.service.change, load_pipeline(), now=now())


def corrected(event: Event, revision: int) -> Event:
    """The same answer as its customer has corrected it."""
    return replace(
        event, id=new_id(), type="survey.response.corrected", data={**event.data, "revision": revision}
    )


def test_a_corrected_answer_brings_its_item_up_to_date_and_to_the_team_that_it_is_about_now(
    router, book, tell, one, events
):
    tell(said("ana", "La factura está mal"))
    tell(corrected(said("ana", "Perdón: se corta la conexión", number=1), 2))
    item = one("ana")
    assert (item["text"], item["team"], item["revision"]) == ("Perdón: se corta la conexión", "network", 2)
    (told,) = events("router.feedback.revised")
    assert (told["data"]["team"], told["data"]["from_team"]) == ("network", "billing")
    tell(corrected(said("ana", "La factura está mal", number=1), 2))
    assert one("ana") == item


def test_what_a_team_has_seen_stays_with_it_whatever_the_customer_says_now(router, book, tell, one, analyst):
    tell(said("ana", "La factura está mal"))
    router.post(f"{FEEDBACK}/{one('ana')['id']}/acknowledge", None, analyst)
    tell(corrected(said("ana", "Perdón: se corta la conexión"), 2))
    item = one("ana")
    assert (item["text"], item["team"]) == ("Perdón: se corta la conexión", "billing")
    steps = router.get(f"{FEEDBACK}/{item['id']}", analyst).json["transitions"]
    assert [(step["action"], step["by"]) for step in steps][-1] == ("revise", "customer")


def test_a_comment_that_is_taken_back_is_withdrawn_and_a_new_one_is_an_item(router, book, tell, analyst):
    tell(said("ana", "La factura está mal"))
    tell(corrected(said("ana", None, wish="Un técnico puntual"), 2))
    found = router.get(f"{FEEDBACK}?limit=500", analyst).json["items"]
    assert {(item["question"], item["status"]) for item in found} == {
        ("comment", "withdrawn"),
        ("wish", "routed"),
    }


def test_an_explanation_says_who_would_take_it_and_why_and_keeps_nothing(router, book, analyst):
    body = {"text": "I was charged twice, mail me at bruno@mail.example", "language": "en"}
    answer = router.post("/router/v1/explain", body, analyst)
    assert answer.status_code == 200, answer.text
    assert answer.json["decision"]["team"] == "billing"
    assert answer.json["decision"]["reason"] == 'Rule "bills": the comment says "charged twice".'
    assert answer.json["understanding"]["kind"] == "complaint"
    assert "bruno@mail.example" not in answer.text
    assert answer.json["accountable"] == "team:billing"
    assert router.get(FEEDBACK, analyst).json["items"] == []


def test_a_draft_of_rules_is_tried_over_the_past_without_effect(router, book, tell, one):
    tell(said("ana", "La factura está mal"), said("bruno", "My invoice is wrong"), said("carla", "Obrigada"))
    draft = {**book, "rules": [{"key": "invoices", "team": "network", "words": ["invoice"]}]}
    body = {"rules": draft, "since": "2026-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    answer = router.post("/router/v1/rules/replay", body, router.key("rules:read"))
    assert answer.status_code == 200, answer.text
    assert answer.json["items"] == 3
    assert {(c["from_team"], c["to_team"], c["count"]) for c in answer.json["changes"]} == {
        ("billing", "network", 1),
        ("billing", None, 1),
    }
    assert one("ana")["team"] == one("bruno")["team"] == "billing"
    nonsense = {**body, "until": "2025-01-01T00:00:00Z"}
    assert router.post("/router/v1/rules/replay", nonsense, router.key("rules:read")).status_code == 422
