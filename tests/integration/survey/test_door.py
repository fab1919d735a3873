"""The front door answers what nearly all customers ask for, and means by it what the app behind it means."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import Client

from shared import clock
from support.answering import Customer, answering
from support.apps import Running
from support.samples import AFTER_SUPPORT
from survey.pages import door, responses
from survey.pages.moulds import Mould, slot

FORM = {"recommend": "3", "comment": "La factura está mal."}
# Facts in a question, some of which somebody may not have told us.
PIPED = {
    **AFTER_SUPPORT,
    "key": "piped",
    "questions": [
        {
            **AFTER_SUPPORT["questions"][0],
            "text": {
                "en": "{name|Friend}, {product|it}?",
                "es": "{name|Amigo & amiga}: {product|eso}, {date|hace poco}",
                "pt": "{name|}?",
            },
        },
        {**AFTER_SUPPORT["questions"][2], "known_from": "satisfied"},
    ],
}


@pytest.fixture
def customer(survey: Running) -> Callable[[], Customer]:
    """Makes customers who have a link each."""
    return answering(survey)


@pytest.fixture
def ana(customer: Callable[[], Customer]) -> Customer:
    return customer()


@pytest.fixture
def behind(survey: Running) -> Client:
    """A client that comes in by the back door."""
    application = survey.app.wsgi_app
    assert isinstance(application, door.Door)
    return Client(application._behind)


def seen(answer: Any) -> tuple[int, str, dict[str, str]]:
    """A page without what differs each time."""
    nonce = re.search(r"script-src 'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    headers = {name: value.replace(nonce[1], "N") for name, value in answer.headers.items()}
    assert re.fullmatch(r"[0-9a-f]{16}", headers.pop("X-Request-Id"))
    text = re.sub(r'name="_showing" value="[^"]+"', 'name="_showing" value="S"', answer.text)
    return answer.status_code, text.replace(nonce[1], "N"), headers


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?recommend=3",
        "?recommend=3&effort=2",
        "?recommend=11",
        "?language=pt",
        "?language=de&utm=x&recommend=0",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_is_the_same_by_either_door(ana, behind, method, query):
    front = ana.running.client.open(ana.path + query, method=method)
    assert seen(front) == seen(behind.open(ana.path + query, method=method))
    assert front.headers["Content-Length"] == str(len(ana.get(query).data))
    assert method == "GET" or not front.data


def showing_of(page: Any) -> str:
    found = re.search(r'name="_showing" value="([^"]+)"', page.text)
    assert found
    return found[1]


@pytest.mark.parametrize("by", ["front", "back"])
@pytest.mark.parametrize(
    ("ago_s", "sent", "flags"),
    [(0, True, ["quick"]), (60, True, []), (0, False, None)],
    ids=["at once", "a minute later", "by a form that says nothing of it"],
)
def test_who_answers_a_link_of_their_own_at_once_is_flagged_and_thanked_all_the_same(
    survey, customer, behind, monkeypatch, by, ago_s, sent, flags
):
    ana = customer()
    client, module = (survey.client, door) if by == "front" else (behind, responses)
    with monkeypatch.context() as then:
        then.setattr(module, "now", lambda: clock.now() - timedelta(seconds=ago_s))
        showing = showing_of(client.get(ana.path))
    answer = client.post(ana.path, data=FORM | ({"_showing": showing} if sent else {}))
    assert (answer.status_code, "Gracias" in answer.text) == (200, True)
    (event,) = ana.events("survey.response.submitted")
    assert event["data"]["flags"] == flags


def test_of_an_anonymous_survey_nobody_notes_when_it_was_shown(survey):
    ana = answering(survey, {**AFTER_SUPPORT, "key": "anonymous", "anonymous": True})()
    assert "_showing" not in ana.get().text


def test_thanks_are_the_same_by_either_door_and_so_is_what_is_kept(survey, customer, behind):
    ana, bruno = customer(), customer()
    same_device = survey.client.environ_base
    front, back = ana.send(FORM), behind.post(bruno.path, data=FORM, environ_base=same_device)
    assert seen(front)[0] == seen(back)[0] == 200
    assert seen(front)[1].replace(ana.path, "L") == seen(back)[1].replace(bruno.path, "L")

    def kept(one: Customer) -> dict[str, Any]:
        (event,) = one.events("survey.response")
        told = {**one.response(), **event["data"], "type": event["type"]}
        own = {"id", "response_id", "customer_key", "submitted_at", "received_at", "touchpoint"}
        return {name: value for name, value in told.items() if name not in own}

    assert kept(ana) == kept(bruno)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"name": "Ana <b>&", "attributes": {"product": 'un "router"'}},
            "Ana &lt;b&gt;&amp;: un &#34;router&#34;, 20 de noviembre de 2026",
        ),
        ({}, "Amigo &amp; amiga: eso, 20 de noviembre de 2026"),
        ({"attributes": {"product": " "}}, "Amigo &amp; amiga: eso, 20 de noviembre de 2026"),
    ],
)
def test_facts_stand_in_the_page_as_they_are_known_and_harmless(survey, behind, facts, words):
    make = answering(survey, PIPED)
    ana = make(**facts)
    page = ana.get()
    assert words in page.text
    assert seen(page) == seen(behind.get(ana.path))
    # Somebody else's page comes from the same mould.
    assert "Amigo &amp; amiga: eso" in make().get().text


def test_what_is_known_is_not_asked_by_either_door(survey, behind):
    ana = answering(survey, PIPED)(attributes={"satisfied": 4})
    page = ana.get()
    assert 'name="satisfied"' not in page.text
    assert seen(page) == seen(behind.get(ana.path))
    ana.send({"recommend": "3", "satisfied": "1"})
    assert (ana.response()["answers"], ana.response()["known"]) == ({"recommend": 3}, {"satisfied": 4})


def test_a_text_that_looks_like_a_slot_is_shown_as_it_is(survey, behind):
    strange = {"en": slot("token"), "es": f"Tu opinión {slot('name', 'x')}", "pt": slot("nonce")}
    ana = answering(survey, {**AFTER_SUPPORT, "key": "strange", "title": strange})()
    page = ana.get()
    assert f"<h1>{strange['es']}</h1>" in page.text
    assert seen(page) == seen(behind.get(ana.path))


def test_a_mould_gives_back_what_it_was_made_of():
    page = f"<a>{slot('token')}</a>{slot('name', 'tú &amp; yo')}{slot('token')}"
    assert Mould.of(page, "es").cast({"token": b"T"}) == "<a>T</a>tú &amp; yoT".encode()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"recommend=3&comment=%FF", 200),
        ("application/x-www-form-urlencoded", "recommend=3&comment=ñ".encode(), 200),
        ("application/x-www-form-urlencoded", b"recommend=3&comment=a%00", 422),
        ("application/x-www-form-urlencoded", b"recommend=3&comment=%00", 200),
        ("application/x-www-form-urlencoded; charset=utf-8", b"recommend=3", 200),
        ("application/x-www-form-urlencoded", b"recommend=3&" + b"x=1&" * 600, 200),
        ("application/x-www-form-urlencoded", b"recommend=3&comment=" + b"x" * 70_000, 422),
        ("application/x-www-form-urlencoded", b"", 422),
        ("text/plain", b"recommend=3", 422),
        ("", b"recommend=3", 422),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="recommend"\r\n\r\n3\r\n--b--\r\n',
            200,
        ),
    ],
)
def test_odd_bodies_mean_the_same_by_either_door(customer, behind, content_type, body, status):
    ana, bruno = customer(), customer()
    front = ana.running.client.post(ana.path, data=body, content_type=content_type)
    back = behind.post(bruno.path, data=body, content_type=content_type)
    assert front.status_code == back.status_code == status
    kept = [[response["answers"] for response in one.responses()] for one in (ana, bruno)]
    assert kept[0] == kept[1]
    assert bool(kept[0]) is (status == 200)


def test_every_request_is_logged_once_with_its_id_and_counted(ana, capsys):
    before = figures(ana)
    capsys.readouterr()
    ana.running.client.get(ana.path, headers={"X-Request-Id": "r-1"})
    ana.running.client.post(ana.path, data=FORM, headers={"X-Request-Id": "r-2"})
    ana.running.client.post(ana.path, data=FORM, headers={"X-Request-Id": "r-3"})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [
        (line["request_id"], line["method"], line["route"], line["status"], line["service"])
        for line in lines
        if line["event"] == "request"
    ] == [
        ("r-1", "GET", "/s/<token>", 200, "survey"),
        ("r-2", "POST", "/s/<token>", 200, "survey"),
        ("r-3", "POST", "/s/<token>", 200, "survey"),
    ]
    assert ana.path.removeprefix("/s/") not in str(lines)
    (event,) = ana.events("survey.response")
    assert event["requestid"] == "r-2"
    assert figures(ana) == {"GET": before["GET"] + 1, "POST": before["POST"] + 2}


def figures(ana: Customer) -> dict[str, float]:
    text = ana.running.client.get("/survey/metrics").text
    found = {"GET": 0.0, "POST": 0.0}
    pattern = r'escucha_http_requests_total\{method="(\w+)",route="/s/<token>",.*status="200"\} (\S+)'
    for method, number in re.findall(pattern, text):
        found |= {method: float(number)} if method in found else {}
    return found


def test_connections_that_the_server_has_closed_are_noticed_before_anything_is_sent(customer):
    ana, bruno = customer(), customer()
    assert ana.get().status_code == 200
    for ask in (ana.get, bruno.get, lambda: ana.send(FORM), lambda: bruno.send(FORM)):
        with ana.running.service.database.transaction() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert ask().status_code == 200
    assert len(ana.events("survey.response")) == len(bruno.events("survey.response")) == 1


def test_warm_connections_are_kept_and_leave_nothing_open(ana):
    database = ana.running.service.database
    with database.warm() as first:
        first.execute(b"SELECT 1")
    with database.warm() as second:
        assert second is first
        with database.warm() as third:
            assert third is not first
    with database.warm() as left_open:
        left_open.execute(b"BEGIN")
    assert left_open.closed
    database.close()
    assert first.closed
    assert third.closed
