"""Praise is kept beside its team and due at no time; who is praised is sent it once a day, unless they opted out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedback_router.domain.praise import token_of
from feedback_router.use_cases.deliver_messages import deliver_messages, poster
from feedback_router.use_cases.send_praise import send_praise
from feedback_router.use_cases.watch_service_levels import watch_service_levels
from shared.events import Event
from shared.ids import new_id
from support.apps import INTERNAL_KEY, SECRET_KEY
from support.complaints import said, touched
from support.executives import mail
from support.searching import in_database
from support.teams import STAFFED, person

FEEDBACK = "/router/v1/feedback"
THANKS = "The invoice was explained so well, thank you very much, you are wonderful!"
# Half past eleven in Madrid, where billing works: yesterday's mail is due, and today's not yet.
NOW = datetime.fromisoformat("2026-11-24T10:30:00+00:00")


@pytest.fixture
def members(router) -> None:
    """Billing has members beside its owners."""
    billing, *others = STAFFED["teams"]
    teams = [{**billing, "members": [person("hugo", "es"), person("ines")]}, *others]
    answer = router.post("/router/v1/rules", {**STAFFED, "teams": teams}, router.key("rules:write"))
    assert answer.status_code == 200, answer.text


def thanks(who: str = "bruno", text: str = THANKS, *, number: int = 1, call: int | None = None) -> Event:
    """This person is grateful, perhaps after a call."""
    event = said(who, text, number=number, nps=10)
    about = {"source": "/crm", "id": f"call-{call}", "type": "support.case.closed"} if call else None
    return replace(event, data={**event.data, "touchpoint": about})


def corrected(event: Event, revision: int, **data: Any) -> Event:
    """The answer once more, with other data."""
    told = {**event.data, "revision": revision, **data}
    return replace(event, id=new_id(), type="survey.response.corrected", data=told)


def served(agent: Any, call: int = 1) -> Event:
    """A call that this agent took."""
    event = touched("bruno", call)
    return replace(event, data={**event.data, "attributes": {"agent": agent}})


def send(router, at: datetime = NOW) -> int:
    return send_praise(router.service.change, router.service.settings, now=at)


def items(router, analyst) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = router.get(f"{FEEDBACK}?limit=500", analyst).json["items"]
    return found


def test_thanks_for_a_refund_are_kept_and_thanks_for_one_that_never_came_wait_for_somebody(
    router, members, hear, analyst
):
    hear(
        thanks("bruno", "Thank you, the invoice is clear now, and the refund came the next day."),
        thanks("ana", "The invoice is lovely now, thank you, but the refund never came"),
    )
    found = {item["customer_key"]: item for item in items(router, analyst)}
    assert (found["bruno"]["kind"], found["ana"]["kind"]) == ("praise", "complaint")
    assert (found["bruno"]["severity"] > 0, found["bruno"]["status"]) == (True, "kept")
    assert (found["ana"]["severity"], found["ana"]["status"]) == (0, "routed")
    assert found["ana"]["due_at"] is not None


def test_praise_is_kept_with_its_team_and_nobody_is_warned_of_it(router, members, hear, analyst, events):
    hear(thanks())
    (item,) = items(router, analyst)
    assert (item["team"], item["kind"], item["status"], item["due_at"]) == ("billing", "praise", "kept", None)
    assert len(router.get(f"{FEEDBACK}?kind=praise&status=kept", analyst).json["items"]) == 1
    assert (
        watch_service_levels(router.service.change, router.service.settings, now=NOW + timedelta(days=90))
        == 0
    )
    assert router.get("/router/v1/service-levels", analyst).json["teams"] == []
    assert (len(events("router.feedback.kept")), events("router.feedback.routed")) == (1, [])


def test_praise_of_somebody_who_gave_a_low_score_is_looked_at(router, members, hear, analyst):
    hear(said("bruno", THANKS, nps=3))
    (item,) = items(router, analyst)
    assert (item["kind"], item["status"]) == ("praise", "routed")


def test_a_person_can_open_what_was_kept_and_resolve_it(router, members, hear, analyst):
    hear(thanks())
    path = f"{FEEDBACK}/{items(router, analyst)[0]['id']}"
    assert router.post(f"{path}/acknowledge", None, analyst).json["status"] == "kept"
    opened = router.post(f"{path}/reopen", {"reason": "There is a question in it"}, analyst).json
    assert opened["status"] == "reopened"
    assert opened["due_at"] is not None
    assert router.post(f"{path}/resolve", {"what_was_done": "Answered"}, analyst).json["status"] == "resolved"


def test_a_complaint_that_is_corrected_into_praise_has_nothing_to_resolve_and_the_log_says_so_later(
    router, members, hear, analyst, events
):
    complaint = said("bruno", "The invoice was charged twice, I want my money back")
    praise = thanks()
    data = {**praise.data, "response_id": complaint.data["response_id"], "revision": 2}
    hear(complaint, replace(praise, id=new_id(), type="survey.response.corrected", data=data))
    (item,) = items(router, analyst)
    assert (item["kind"], item["status"], item["due_at"]) == ("praise", "kept", None)
    (routed,), (kept,) = events("router.feedback.routed"), events("router.feedback.kept")
    assert kept["data"]["feedback_id"] == routed["data"]["feedback_id"] == item["id"]
    assert datetime.fromisoformat(kept["time"]) > datetime.fromisoformat(routed["time"])


def test_praise_that_is_corrected_into_a_complaint_is_routed_with_a_due_time(
    router, members, hear, analyst, events
):
    told = thanks()
    complaint = said("bruno", "The invoice is wrong", nps=10)
    data = {**complaint.data, "revision": 2}
    hear(told, replace(complaint, id=new_id(), type="survey.response.corrected", data=data))
    (item,) = items(router, analyst)
    assert (item["status"], item["team"]) == ("routed", "billing")
    assert item["due_at"] is not None
    assert len(events("router.feedback.routed")) == 1
    assert send(router) == 0


def test_the_same_thanks_beside_a_low_score_after_all_are_routed_and_sent_to_nobody(
    router, members, hear, analyst, events
):
    told = thanks(call=1)
    lowered = [{**score, "value": 1} for score in told.data["scores"]]
    hear(served("hugo"), told, corrected(told, 2, scores=lowered))
    (item,) = items(router, analyst)
    assert item["status"] == "routed"
    assert len(events("router.feedback.routed")) == len(events("router.feedback.revised")) == 1
    assert send(router) == 0


def test_who_served_the_customer_is_sent_the_masked_words(router, members, hear):
    hear(served("hugo"), thanks(text=f"{THANKS} My mail is bruno@mail.example", call=1))
    assert send(router) == 1
    (letter,) = mail(router, "notice")
    assert letter["to"] == {"staff": "hugo@company.example"}
    assert "explained so well" in letter["text"]
    assert "bruno@mail.example" not in letter["text"]
    assert letter["subject"] == "Clientes que te dan las gracias (1)"


def test_who_is_named_in_the_words_is_found_and_a_stranger_is_not(router, members, hear, analyst):
    hear(thanks(text=f"Ines and Gustavo: {THANKS}"), served(17, 2), thanks(number=2, call=2))
    shown = router.get("/router/v1/praise", analyst).json
    assert shown["people"] == [{"team": "billing", "person": "ines", "count": 1}]
    assert shown["by_team"] == {"billing": 2}


def test_praise_that_was_taken_back_is_sent_to_nobody_until_it_is_said_again(router, members, hear):
    first = thanks(call=1)
    log = [served("hugo"), first, corrected(first, 2, comments=[])]
    hear(*log)
    assert send(router) == 0
    hear(*log, corrected(first, 3))
    assert send(router) == 1
    assert "explained so well" in mail(router, "notice")[0]["text"]


def test_a_day_of_long_praise_is_a_mail_that_the_survey_service_takes(router, members, hear, wire):
    long = f"{THANKS} " * 60
    hear(served("hugo"), *(thanks(text=long, number=number, call=1) for number in range(20)))
    assert send(router) == 1
    post = poster(wire, "http://survey", INTERNAL_KEY)
    assert deliver_messages(router.service.change, post, lambda: NOW, timedelta(minutes=1)) == 1


def test_a_day_of_praise_is_one_mail_and_the_next_days_another(router, members, hear, events):
    calls = [served("hugo", call) for call in range(1, 5)]
    log = [*calls, *(thanks(number=number, call=number) for number in range(1, 4))]
    hear(*log)
    assert (send(router), send(router)) == (1, 0)
    hear(*log, thanks(number=4, call=4))
    assert send(router, NOW + timedelta(hours=4)) == 0
    assert send(router, NOW + timedelta(hours=5)) == 1
    assert [letter["text"].count("explained so well") for letter in mail(router, "notice")] == [3, 1]
    assert [event["data"]["count"] for event in events("router.praise.sent")] == [3, 1]


def test_who_would_rather_not_is_left_in_peace_until_they_change_their_mind(
    router, members, hear, analyst, events
):
    path = f"/router/praise/hugo/{token_of('hugo', SECRET_KEY)}"
    assert "Prefiero no recibirlos" in router.client.get(path).text
    for _ in range(2):
        assert router.client.post(path, data={"do": "stop"}).status_code == 303
    assert len(events("router.praise.stopped")) == 1
    hear(served("hugo"), thanks(call=1))
    assert send(router) == 0
    assert router.get("/router/v1/praise", analyst).json["people"][0]["count"] == 1
    assert "Quiero volver a recibirlos" in router.client.get(path).text
    router.client.post(path, data={"do": "start"})
    assert send(router) == 1


def test_a_link_that_is_not_theirs_changes_nothing(router, members, events):
    for method in (router.client.get, router.client.post):
        assert method("/router/praise/ines/" + token_of("hugo", SECRET_KEY)).status_code == 404
    assert events("router.praise.stopped") == []


def test_an_erased_customers_praise_is_gone_from_mail_that_waits_and_the_others_stays(router, members, hear):
    # Read by its words alone: the mail of an erased person is not sent.
    first, second = thanks(call=1), thanks("ana", "Gracias por la factura, sois maravillosos", call=2)
    log = [served("hugo", 1), served("hugo", 2), first, second]
    hear(*log)
    assert send(router) == 1
    data = {"customer": "5f3a", "responses": [first.subject], "events": [str(first.id)]}
    gone = Event(new_id(), "survey.customer.erased", "5f3a", first.time, "request-2", data)
    hear(*log, gone)
    assert in_database(router.service.settings.database_url, ["explained so well"]) == []
    assert send(router) == 1
    (letter,) = mail(router, "notice")
    assert "maravillosos" in letter["text"]


def test_a_team_counts_its_own_praise(router, members, hear):
    hear(served("hugo"), thanks(call=1))
    network = router.key("feedback:read", subject="team:network")
    shown = router.get("/router/v1/praise", network).json
    assert (shown["by_team"], shown["people"]) == ({}, [])
    assert router.get("/router/v1/praise?team=billing", network).status_code == 403
