"""The answer back: by mail through the survey service, which alone has the address, or on the complaint's page."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from feedback_router import jobs
from feedback_router.use_cases.deliver_messages import deliver_messages, poster
from shared import pseudonyms
from shared.clock import now
from shared.events import Event
from shared.ids import new_id
from shared.service import Service
from support.apps import INTERNAL_KEY
from support.complaining import complain, original, page, press, reference, tell
from support.complaints import said
from support.searching import in_database

EMAIL = "Ana.Prats@x.example"
WORDS = ["ana.prats"]


@pytest.fixture
def away() -> Iterator[httpx.Client]:
    """The way to it while it is away."""

    def refuse(request):
        raise httpx.ConnectError("away")

    with httpx.Client(transport=httpx.MockTransport(refuse)) as client:
        yield client


def deliver(router, client, at=None):
    moment = at or now()
    post = poster(client, "http://survey", INTERNAL_KEY)
    return deliver_messages(router.service.change, post, lambda: moment, timedelta(minutes=1))


def in_survey(survey, query):
    with survey.service.read() as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def item(router, analyst):
    """The newest item with what happened to it."""

    def look():
        listed = router.get("/router/v1/feedback?limit=1", analyst).json["items"]
        return router.get(f"/router/v1/feedback/{listed[0]['id']}", analyst).json

    return look


def told(outcome, **data):
    return Event(new_id(), f"survey.message.{outcome}", data["message_id"], now(), "request-1", data)


def test_the_address_goes_to_the_survey_service_with_the_receipt_and_stays_there_alone(
    router, staffed, survey, wire, events
):
    number = reference(complain(router, "The invoice", email=EMAIL, _zone="Europe/Madrid"))
    assert "We are sending it to your email" in router.client.get(f"/c/{number}?done=received").text
    assert in_database(router.service.settings.database_url, WORDS) == []
    assert deliver(router, wire) == 0
    assert (tell(router, wire), tell(router, wire), deliver(router, wire)) == (1, 0, 1)
    ((key, email, language, zone),) = in_survey(
        survey, "SELECT key, email, language, time_zone FROM customers"
    )
    assert (email, language, zone) == (EMAIL, "en", "Europe/Madrid")
    ((to, kind, text),) = in_survey(survey, "SELECT customer_key, kind, text FROM messages")
    assert (to, kind) == (key, "receipt")
    assert f"http://localhost/c/{number}" in text
    assert "It is with Billing." in text
    ((source, touched),) = in_survey(survey, "SELECT source, type FROM touchpoints")
    assert (source, touched) == ("/router", "complaint.received")
    with router.service.read() as connection:
        assert connection.execute("SELECT sealed, next_at FROM outgoing_touchpoints").fetchall() == [
            (None, None)
        ]
    assert "prats" not in str(events("router.feedback.routed")).lower()


@pytest.mark.parametrize("more", [{"email": f"\u2068{EMAIL}\u200b"}, {"_zone": "posix/Europe/Madrid"}])
def test_what_comes_along_with_an_address_keeps_no_receipt_from_reaching_it(
    router, staffed, survey, wire, more
):
    complain(router, **{"email": EMAIL, **more})
    assert (tell(router, wire), deliver(router, wire)) == (1, 1)
    assert in_survey(survey, "SELECT email, time_zone FROM customers") == [(EMAIL, None)]


def test_a_complaint_survives_the_survey_service_being_away(router, staffed, survey, wire, away):
    reference(complain(router, "The invoice", email=EMAIL))
    at = now()
    assert (tell(router, away, at), deliver(router, away, at)) == (0, 0)
    assert tell(router, away, at + timedelta(seconds=14)) == 0
    assert in_database(router.service.settings.database_url, WORDS) == []
    later = at + timedelta(minutes=2)
    assert (tell(router, wire, later), deliver(router, wire, later)) == (1, 1)
    assert in_survey(survey, "SELECT email FROM customers") == [(EMAIL,)]


def test_a_worker_that_dies_after_it_was_told_makes_no_second_touchpoint(
    router, staffed, survey, wire, monkeypatch
):
    reference(complain(router, "The invoice", email=EMAIL))
    at = now()

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("feedback_router.store.touchpoints.settle", die)
        with pytest.raises(KeyboardInterrupt):
            tell(router, wire, at)
    assert tell(router, wire, at + timedelta(minutes=3)) == 1
    assert in_survey(survey, "SELECT count(*) FROM touchpoints") == [(1,)]


def test_one_address_is_one_customer_and_nobody_can_fill_its_mailbox(router, staffed, survey, wire):
    claims = []
    for number in range(7):
        answer = complain(router, f"The invoice {number}", email=EMAIL.lower() if number % 2 else EMAIL)
        claims.append("We are sending it to your email" in router.client.get(answer.headers["Location"]).text)
    assert claims == [True] * 5 + [False] * 2
    assert tell(router, wire) == 7
    assert deliver(router, wire) == 5
    assert in_survey(survey, "SELECT count(*) FROM customers") == [(1,)]


def test_a_reply_goes_by_mail_in_the_thread_of_the_item_and_stands_on_the_page(
    router, staffed, analyst, survey, wire, item, events
):
    number = reference(complain(router, "La factura está mal", email=EMAIL, _language="es"))
    tell(router, wire)
    deliver(router, wire)
    path = f"/router/v1/feedback/{item()['id']}/replies"
    body = {"id": str(uuid4()), "template": "working-on-it"}
    first, again = (router.post(path, body, analyst) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"] == body["id"]
    assert (first.json["language"], first.json["state"]) == ("es", "waiting")
    assert "El equipo Billing ya trabaja en ello" in first.json["text"]
    for other in ({"text": "Otra cosa", "template": None}, {"subject": "Otro asunto"}, {"language": "pt"}):
        assert router.post(path, {**body, **other}, analyst).status_code == 409
    assert deliver(router, wire) == 1
    rows = in_survey(survey, "SELECT kind, reference, text FROM messages ORDER BY kind")
    assert [kind for kind, *_ in rows] == ["receipt", "reply"]
    assert {about for _, about, _ in rows} == {item()["id"]}
    assert f"http://localhost/c/{number}" in rows[1][2]
    assert item()["status"] == "acknowledged"
    assert [step["action"] for step in item()["transitions"]] == ["acknowledge", "reply"]
    assert "El equipo Billing ya trabaja en ello" in page(router, number, "es")
    (event,) = events("router.feedback.replied")
    assert event["data"]["reply_id"] == body["id"]
    assert "Billing ya" not in str(event)


def test_who_left_no_address_reads_the_reply_on_the_page(router, staffed, analyst, wire, item):
    number = reference(complain(router))
    answer = router.post(f"/router/v1/feedback/{item()['id']}/replies", {"text": "It is <fixed>."}, analyst)
    assert answer.json["state"] == "page"
    assert "It is &lt;fixed&gt;." in page(router, number)
    assert deliver(router, wire) == 0


def test_a_comment_of_nobody_cannot_be_replied_to(router, staffed, analyst, item):
    router.post("/router/v1/rules", {**staffed, "triage_alarm": 4}, router.key("rules:write"))
    reference(complain(router))
    with router.service.change() as connection:
        connection.execute("DELETE FROM complaints")
    answer = router.post(f"/router/v1/feedback/{item()['id']}/replies", {"text": "Hello"}, analyst)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "x", "template": "late"}, "text"),
        ({"text": " "}, "text"),
        ({"template": "none-such"}, "template"),
        ({"template": "solved"}, "template"),
        ({"text": "x", "language": "fr"}, "language"),
    ],
)
def test_a_reply_that_cannot_be_written_is_refused_by_field(router, staffed, analyst, item, body, field):
    reference(complain(router))
    answer = router.post(f"/router/v1/feedback/{item()['id']}/replies", body, analyst)
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json["errors"]} == {field}
    assert item()["status"] == "routed"


def test_another_team_replies_to_nothing(router, staffed, item):
    reference(complain(router, "The invoice"))
    path = f"/router/v1/feedback/{item()['id']}/replies"
    network = router.key("feedback:read", "feedback:write", subject="team:network")
    assert router.post(path, {"text": "x"}, network).status_code == 404
    assert router.get(path, network).status_code == 404


def test_templates_are_there_in_every_language(router, analyst):
    listed = router.get("/router/v1/reply-templates", analyst).json["items"]
    assert {each["key"] for each in listed} == {"need-more", "working-on-it", "late", "solved"}
    for each in listed:
        assert set(each["subject"]) == set(each["text"]) == {"en", "es", "pt"}


def test_what_the_customer_writes_back_comes_into_the_item_masked_and_reopens_it(
    router, staffed, analyst, hear, item
):
    number = reference(complain(router, "The invoice", email=EMAIL))
    path = f"/router/v1/feedback/{item()['id']}"
    reply = router.post(f"{path}/replies", {"text": "Look now."}, analyst).json
    router.post(f"{path}/resolve", {"what_was_done": "Corrected."}, analyst)
    answer = told(
        "replied", message_id=reply["id"], reference="x", customer_key="x", text="No! Call bo@x.example"
    )
    hear(answer)
    assert item()["status"] == "reopened"
    step = item()["transitions"][-1]
    assert (step["action"], step["by"], step["note"]) == ("reopen", "customer", "No! Call [email]")
    assert "Your complaint is open again." in page(router, number)
    assert original(router, item()["id"]) == "The invoice\n\nNo! Call bo@x.example"


def test_mail_that_reached_nobody_is_shown_on_the_item(router, staffed, analyst, hear, item, events):
    reference(complain(router, "The invoice", email=EMAIL))
    path = f"/router/v1/feedback/{item()['id']}/replies"
    sent, failed = (router.post(path, {"text": text}, analyst).json for text in ("One", "Two"))
    common_data = {"kind": "reply", "reference": "x", "customer_key": "x"}
    hear(
        told("sent", message_id=sent["id"], reason=None, **common_data),
        told("failed", message_id=failed["id"], reason="address_unusable", **common_data),
        told("failed", message_id=str(uuid4()), reason="nobody", **common_data),
    )
    states = [(reply["state"], reply["error"]) for reply in router.get(path, analyst).json["items"]]
    assert states == [("sent", None), ("failed", "address_unusable")]
    step = item()["transitions"][-1]
    assert (step["action"], step["detail"]["reason"]) == ("mail_failed", "address_unusable")
    (event,) = events("router.feedback.mail_failed")
    assert event["data"]["reason"] == "address_unusable"


def test_a_reply_that_the_survey_service_never_takes_is_shown_on_the_item_once(
    router, staffed, analyst, survey, wire, item, events
):
    reference(complain(router, "The invoice", email=EMAIL))
    tell(router, wire)
    path = f"/router/v1/feedback/{item()['id']}/replies"
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(422))) as refusing:
        router.post(path, {"text": "One"}, analyst)
        for _ in range(2):
            deliver(router, refusing)
    failed = [step for step in item()["transitions"] if step["action"] == "mail_failed"]
    assert [(step["detail"]["mail"], step["detail"]["reason"]) for step in failed] == [
        ("receipt", "not_taken"),
        ("reply", "not_taken"),
    ]
    assert [reply["state"] for reply in router.get(path, analyst).json["items"]] == ["failed"]
    assert len(events("router.feedback.mail_failed")) == 2


def denied(item_id, value="no", kind="submitted", **change):
    """Ana answers to the question whether it is fixed."""
    event = said("ana", None, number=99)
    data = {
        **event.data,
        "survey": "did-we-fix-it",
        "choices": [{"question": "fixed", "value": value}],
        "touchpoint": {"source": "/router", "id": item_id, "type": "complaint.resolved"},
        **change,
    }
    return Event(new_id(), f"survey.response.{kind}", event.subject, event.time, "asked", data)


def test_after_a_resolution_the_survey_service_is_told_once_with_the_items_id(
    router, staffed, analyst, hear, item, survey, wire
):
    hear(said("ana", "La factura está mal"))
    path = f"/router/v1/feedback/{item()['id']}"
    router.post(f"{path}/resolve", {"what_was_done": "Corrected."}, analyst)
    router.post(f"{path}/reopen", {"reason": "It was not."}, analyst)
    router.post(f"{path}/resolve", {"what_was_done": "Corrected again."}, analyst)
    assert tell(router, wire) == 1
    assert in_survey(survey, "SELECT source, id, type, customer_key FROM touchpoints") == [
        ("/router", item()["id"], "complaint.resolved", "ana")
    ]


def test_who_is_not_known_is_not_asked(router, staffed, analyst, item, wire):
    reference(complain(router))
    router.post(f"/router/v1/feedback/{item()['id']}/resolve", {"what_was_done": "Done."}, analyst)
    assert tell(router, wire) == 0


def test_a_no_reopens_the_item_once(router, staffed, analyst, hear, item):
    hear(said("ana", "La factura está mal"))
    path = f"/router/v1/feedback/{item()['id']}"
    resolve = f"{path}/resolve"
    router.post(resolve, {"what_was_done": "Corrected."}, analyst)
    answers = [said("ana", "La factura está mal"), denied(item()["id"], "yes")]
    hear(*answers)
    assert item()["status"] == "resolved"
    answers.append(denied(item()["id"], "no", "corrected", revision=2))
    hear(*answers)
    assert item()["status"] == "reopened"
    assert item()["transitions"][-1]["by"] == "customer"
    router.post(resolve, {"what_was_done": "Corrected again."}, analyst)
    answers.append(denied(item()["id"], "no", "corrected", revision=3))
    hear(*answers)
    assert item()["status"] == "resolved"


def test_a_no_about_anything_else_reopens_nothing(router, staffed, analyst, hear, item):
    hear(said("ana", "La factura está mal"))
    item_id = item()["id"]
    router.post(f"/router/v1/feedback/{item_id}/resolve", {"what_was_done": "Corrected."}, analyst)
    other = {"source": "/crm", "id": item_id, "type": "support.case.closed"}
    hear(
        said("ana", "La factura está mal"),
        denied(item_id, touchpoint=other),
        denied("no-item"),
        denied(str(uuid4())),
        denied(item_id, touchpoint=None),
    )
    assert item()["status"] == "resolved"


def test_an_erased_customer_is_in_no_table_and_the_reference_leads_nowhere(
    router, staffed, analyst, hear, item, survey, wire
):
    text = "The invoice for Calle Luna is wrong"
    number = reference(complain(router, text, email=EMAIL, order="of Ana Prats"))
    path = f"/router/v1/feedback/{item()['id']}"
    router.post(f"{path}/replies", {"text": "Dear Ana Prats"}, analyst)
    press(router, number, "add", "Calle Luna 7, ana.prats@x.example")
    router.post(f"{path}/resolve", {"what_was_done": "Ana Prats was called."}, analyst)
    tell(router, wire)
    ((key,),) = in_survey(survey, "SELECT key FROM customers")
    words = ["ana prats", "calle luna", "ana.prats", key, number]
    database = router.service.settings.database_url
    assert in_database(database, words)
    data = {"customer": pseudonyms.pseudonym(key, INTERNAL_KEY), "responses": [], "events": []}
    hear(Event(new_id(), "survey.customer.erased", "5f3a", now(), "request-1", data))
    assert in_database(database, words) == []
    assert router.client.get(f"/c/{number}").status_code == 404
    assert item()["text"] == ""


def test_one_job_tells_of_the_complaint_and_then_sends_the_receipt(
    router, router_settings, staffed, survey, wire, monkeypatch
):
    reference(complain(router, "The invoice", email=EMAIL))
    service = Service.start("router", "feedback_router", router_settings)
    monkeypatch.setattr(jobs, "_service", lambda: service)
    monkeypatch.setattr(jobs, "_client", lambda: wire)
    jobs.tell_touchpoints()
    service.database.close()
    assert in_survey(survey, "SELECT kind FROM messages") == [("receipt",)]
