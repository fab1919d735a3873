"""A form that says which survey it is of is answered without looking its link up first, and means the same by it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb
from werkzeug.test import Client

from shared.clock import now
from shared.db import statements
from support.answering import Customer, answering
from support.apps import SECRET_KEY, Running
from support.forms import unseen
from support.samples import AFTER_SUPPORT
from support.searching import in_database
from survey.domain.showings import Showing, write_showing
from survey.pages import door

SAID = {"recommend": "3", "effort": "2", "comment": "La factura está mal."}


@pytest.fixture
def customer(survey: Running) -> Callable[..., Customer]:
    """Makes customers who have a link each."""
    return answering(survey)


@pytest.fixture
def ana(customer: Callable[..., Customer]) -> Customer:
    return customer(name="Ana", attributes={"product": "Faro 300", "minutes": 12})


@pytest.fixture
def no_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No link is looked up in front, and nothing is asked behind."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("looked up")

    monkeypatch.setattr(door, "find_invitation", refuse)
    monkeypatch.setattr("survey.pages.responses.find_invitation", refuse)


def opened(customer: Customer, query: str = "") -> dict[str, str]:
    """What the form holds unseen and a browser sends along."""
    return unseen(customer.get(query).text)


def told(customer: Customer) -> dict[str, Any]:
    """What is kept of an answer and told of it, but for what is each one's own."""
    (event,) = customer.events("survey.response")
    own = {"id", "response_id", "customer_key", "submitted_at", "received_at"}
    kept = {**customer.response(), **event["data"], "type": event["type"], "subject": event["subject"]}
    assert kept["subject"] == kept["response_id"] == kept["id"] == customer.invitation()["id"]
    assert kept["customer_key"] == customer.key
    assert kept["touchpoint"].pop("id") == customer.case
    return {name: value for name, value in kept.items() if name not in own | {"subject"}}


def test_an_answer_is_kept_and_told_as_the_app_behind_keeps_and_tells_it(survey, customer, ana):
    application = survey.app.wsgi_app
    assert isinstance(application, door.Door)
    bruno = customer(name="Bruno", attributes={"product": "Faro 300", "minutes": 12})
    same_device = survey.client.environ_base
    behind = Client(application._behind)
    assert "Gracias" in ana.send(opened(ana) | SAID).text
    assert behind.post(bruno.path, data=opened(bruno) | SAID, environ_base=same_device).status_code == 200
    assert told(ana) == told(bruno)
    assert told(ana)["touchpoint"]["product"] == "Faro 300"


@pytest.mark.usefixtures("no_look_up")
def test_a_form_is_shown_and_answered_without_looking_its_link_up(ana):
    assert "Gracias" in ana.send(opened(ana) | SAID).text
    assert ana.response()["answers"] == {"recommend": 3, "effort": 2, "comment": SAID["comment"]}


def test_the_thanks_are_in_the_forms_language(ana):
    form = opened(ana, "?language=pt")
    assert form["_language"] == "pt"
    assert '<html lang="pt">' in ana.send(form | SAID).text
    assert ana.response()["language"] == "pt"


@pytest.mark.parametrize(
    "showing",
    [
        write_showing(Showing(int(now().timestamp())), SECRET_KEY),
        write_showing(Showing(int(now().timestamp()), "after-support", 99), SECRET_KEY),
        write_showing(Showing(int(now().timestamp()), "nobody-asks-this", 1), SECRET_KEY),
        write_showing(Showing(int(now().timestamp()), "after-support", 1), "another key"),
        "",
    ],
    ids=[
        "before it said which",
        "a version to come",
        "an unknown survey",
        "made by somebody else",
        "nothing",
    ],
)
def test_a_form_that_does_not_say_which_survey_it_is_of_is_answered_all_the_same(ana, showing):
    assert ana.send(opened(ana) | SAID | {"_showing": showing}).status_code == 200
    assert ana.response()["answers"]["recommend"] == 3
    assert ana.response()["version"] == 1


@pytest.mark.parametrize("score", [9, 3], ids=["no answer there", "an answer there too"])
def test_a_form_of_another_survey_is_read_by_the_links_own(survey, ana, score):
    questions = [{**AFTER_SUPPORT["questions"][0], "type": "ces"}]
    other = {**AFTER_SUPPORT, "key": "other", "questions": questions}
    assert survey.post("/survey/v1/surveys", other, survey.key("surveys:write")).status_code == 200
    showing = write_showing(Showing(int(now().timestamp()), "other", 1), SECRET_KEY)
    form = {"_language": "es", "_showing": showing, "recommend": str(score)}
    assert ana.send(form).status_code == 200
    assert (ana.response()["survey"], ana.response()["answers"]) == ("after-support", {"recommend": score})
    assert told(ana)["scores"][0]["type"] == "nps"


def test_a_survey_that_leaves_out_what_is_known_is_looked_up(survey):
    questions = [AFTER_SUPPORT["questions"][0], {**AFTER_SUPPORT["questions"][2], "known_from": "satisfied"}]
    make = answering(survey, {**AFTER_SUPPORT, "key": "knowing", "questions": questions})
    ana = make(attributes={"satisfied": 4})
    assert re.fullmatch(r"\d+\.[0-9a-f]{16}", opened(ana)["_showing"])
    assert ana.send(opened(ana) | {"recommend": "3", "satisfied": "1"}).status_code == 200
    assert (ana.response()["answers"], ana.response()["known"]) == ({"recommend": 3}, {"satisfied": 4})


@pytest.mark.parametrize(("how", "status"), [("expire", 410), ("revoke", 410), ("erase", 404)])
def test_a_form_that_was_open_when_its_link_was_closed_is_not_taken(ana, how, status):
    form = opened(ana) | SAID
    invitation_id = ana.invitation()["id"]
    if how == "expire":
        ana.expire()
    elif how == "revoke":
        path = f"/survey/v1/invitations/{invitation_id}/revoke"
        assert ana.running.post(path, {"reason": "a slip"}, ana.reader).status_code == 200
    else:
        assert (
            ana.running.client.delete(f"/survey/v1/customers/{ana.key}", headers=ana.reader).status_code
            == 200
        )
    assert ana.send(form).status_code == status
    assert (ana.responses(), ana.events("survey.response")) == ([], [])


def test_who_answers_in_the_very_moment_of_the_erasure_leaves_no_trace(survey, customer):
    url = survey.service.settings.database_url
    for _ in range(8):
        ana = customer(name="Ana Prieto")
        form = opened(ana) | SAID
        with ThreadPoolExecutor(2) as pool:
            answered = pool.submit(ana.send, form)
            erased = pool.submit(
                survey.app.test_client().delete, f"/survey/v1/customers/{ana.key}", headers=ana.reader
            )
        assert erased.result().status_code == 200
        assert answered.result().status_code in (200, 404)
        assert in_database(url, [f'"{ana.key}"', f"({ana.key},", "Ana Prieto", "factura"]) == []


def test_a_form_that_is_sent_by_many_at_once_is_one_answer_and_one_event(ana):
    form = opened(ana) | SAID
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: ana.send(form), range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(ana.responses()) == len(ana.events("survey.response")) == 1


def test_what_another_form_says_later_is_asked_about_and_not_taken_for_the_first(ana):
    early, late = opened(ana), opened(ana)
    assert ana.send(early | SAID).status_code == 200
    assert ana.send(late | {"recommend": "9"}).status_code == 409
    assert ana.send(late | {"recommend": "9"}, made_for=1).status_code == 200
    assert [answers["recommend"] for _, _, answers in ana.history()] == [3, 9]


def test_what_was_saved_on_the_way_is_no_hindrance(ana):
    form = opened(ana)
    ana.save({"recommend": "3"})
    assert ana.send(form | SAID).status_code == 200
    ana.leave()
    assert ana.history() == [(1, True, {"recommend": 3, "effort": 2, "comment": SAID["comment"]})]


def test_a_form_that_was_left_open_for_two_days_is_taken_and_nobody_knows_how_long_it_took(ana):
    shown = now() - timedelta(days=2)
    showing = write_showing(Showing(int(shown.timestamp()), "after-support", 1), SECRET_KEY)
    assert ana.send({"_language": "es", "_showing": showing} | SAID).status_code == 200
    assert told(ana)["flags"] is None


@pytest.mark.parametrize("emptied", [True, False], ids=["known to be empty", "never looked at"])
def test_no_page_and_no_answer_reads_a_whole_table_though_it_was_empty_when_that_was_planned(ana, emptied):
    values = {
        **dict.fromkeys(("survey", "source", "language", "type", "request_id"), "x"),
        **dict.fromkeys(("answers", "known", "data"), Jsonb({})),
        **dict.fromkeys(("now", "submitted_at"), now()),
        "token_hash": b"",
        "version": 1,
        "event_id": uuid4(),
    }
    database = ana.running.service.database
    if emptied:
        with database.transaction() as connection:
            connection.execute("ANALYZE")
    for statement in (
        statements("survey.store", "links")["find_fresh"],
        statements("survey.store", "responses")["take"],
    ):
        with database.warm() as warm:
            plan = "\n".join(row[0] for row in warm.execute(b"EXPLAIN " + statement, values).rows)
        assert set(re.findall(r"Seq Scan on (\w+)", plan)) <= {"event_epoch"}, plan


@pytest.mark.parametrize(
    "change", ["UPDATE surveys SET checksum = ''", "DELETE FROM surveys", "TRUNCATE surveys"]
)
def test_nobody_changes_a_published_version(ana, change):
    with pytest.raises(Exception, match="never changes"), ana.running.service.change() as connection:
        connection.execute(change)
    assert ana.send(opened(ana) | SAID).status_code == 200


@given(st.text("ab=&+%2ñ0\x00\ud800;c", max_size=30) | st.text(max_size=30))
def test_a_forms_fields_are_read_as_the_standard_library_reads_them(encoded):
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=500)
    except ValueError:
        assert door._fields(encoded) is None
        return
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    assert door._fields(encoded) == fields


def test_a_form_of_more_fields_than_any_survey_has_is_left_to_the_app_behind():
    assert door._fields("&".join(["a=1"] * 500)) == {"a": ["1"] * 500}
    assert door._fields("&".join(["a=1"] * 501)) is None
