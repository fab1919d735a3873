"""Leaving before sending: what was chosen is saved, and kept as a partial answer once nobody goes on with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.clock import now
from support.answering import Customer, answering
from support.apps import Running
from support.samples import AFTER_SUPPORT
from support.searching import in_database
from survey.use_cases import keep_partials as job
from survey.use_cases.keep_partials import keep_partials

CHOSEN = {"recommend": "3", "resolved": "no", "comment": "La factura está mal."}
KEPT = {"recommend": 3, "resolved": "no", "comment": "La factura está mal."}
# Everything is required, one question depends on another, and of some at most two can be chosen.
STRICT = {
    **AFTER_SUPPORT,
    "key": "strict",
    "questions": [
        {**AFTER_SUPPORT["questions"][0], "required": True},
        {
            **AFTER_SUPPORT["questions"][3],
            "key": "parts",
            "type": "multiple",
            "at_most": 1,
            "required": True,
        },
        {
            **AFTER_SUPPORT["questions"][4],
            "required": True,
            "show_if": {"question": "recommend", "at_most": 6},
        },
    ],
}


@pytest.fixture
def customer(survey: Running) -> Callable[[], Customer]:
    """Makes customers who have a link each."""
    return answering(survey)


@pytest.fixture
def ana(customer: Callable[[], Customer]) -> Customer:
    return customer()


def test_what_is_saved_is_no_answer_until_the_customer_has_left(ana):
    ana.save(CHOSEN)
    assert ana.responses() == []
    with ana.running.service.database.transaction() as connection:
        assert keep_partials(connection, now=now() + timedelta(minutes=29)) == 0
    assert ana.leave() == 1
    response = ana.response()
    assert (response["answers"], response["complete"], response["revision"]) == (KEPT, False, 1)
    (event,) = ana.events("survey.response")
    assert event["type"] == "survey.response.submitted"
    assert (event["data"]["complete"], event["data"]["revision"]) == (False, 1)
    assert event["data"]["touchpoint"] == {
        "source": "/crm",
        "id": ana.case,
        "type": "support.case.closed",
        "product": None,
    }
    assert event["data"]["submitted_at"] == response["submitted_at"].replace("Z", "+00:00")
    assert ana.leave() == 0
    assert ana.copy()["partial_answers"] == []


def test_who_goes_on_is_waited_for_anew_and_the_newest_choices_count(ana):
    ana.save({"recommend": "1"})
    ana.save(CHOSEN)
    assert ana.leave() == 1
    assert ana.response()["answers"] == KEPT


def test_an_expired_link_is_not_waited_for(ana):
    ana.save(CHOSEN)
    with ana.running.service.database.transaction() as connection:
        connection.execute("UPDATE invitations SET expires_at = now() + interval '1 minute'")
    ana.save(CHOSEN)
    with ana.running.service.database.transaction() as connection:
        assert keep_partials(connection, now=now() + timedelta(minutes=2)) == 1
    assert ana.response()["complete"] is False


def test_only_what_would_be_accepted_is_saved_and_nothing_is_missed(survey):
    ana = answering(survey, STRICT)()
    ana.save({"recommend": "8", "parts": ["yes", "no"], "comment": "Nobody asked.", "strange": "1"})
    ana.leave()
    assert ana.response()["answers"] == {"recommend": 8}


@pytest.mark.parametrize("form", [{}, {"recommend": "11"}, {"_language": "en"}, {"nothing": "1"}])
def test_where_nothing_is_chosen_nothing_is_saved(ana, form):
    ana.save(form)
    assert ana.copy()["partial_answers"] == []


def test_who_takes_every_choice_back_has_chosen_nothing(ana):
    ana.save(CHOSEN)
    ana.save({"comment": " "})
    assert ana.leave() == 0
    assert ana.responses() == []


def test_an_answer_that_was_sent_is_never_touched_by_what_is_saved(ana):
    ana.save(CHOSEN)
    ana.send({"recommend": "9"})
    before = ana.response()
    ana.save({"recommend": "1"})
    assert [partial["answers"]["recommend"] for partial in ana.copy()["partial_answers"]] == [3]
    assert ana.leave() == 1
    assert ana.response() == before
    assert ana.copy()["partial_answers"] == []
    assert len(ana.events("survey.response")) == 1


def test_who_comes_back_finds_what_was_chosen_and_what_is_sent_then_corrects_it(ana):
    ana.save(CHOSEN)
    page = ana.get()
    assert "Esto es lo que habías elegido" in page.text
    assert '<input type="radio" name="recommend" value="3" checked>' in page.text
    ana.leave()
    page = ana.get()
    assert page.status_code == 200
    assert '<input type="hidden" name="_revision" value="1">' in page.text
    assert "La factura está mal.</textarea>" in page.text
    assert "Gracias" in ana.send(CHOSEN, made_for=1).text
    assert ana.history() == [(1, False, KEPT), (2, True, KEPT)]
    (corrected,) = ana.events("survey.response.corrected")
    assert (corrected["data"]["revision"], corrected["data"]["complete"]) == (2, True)


def test_who_left_the_page_open_and_sends_it_later_is_not_told_that_it_was_overtaken(ana):
    ana.save({"recommend": "3"})
    ana.leave()
    assert ana.send({"recommend": "4"}).status_code == 200
    assert ana.history() == [(1, False, {"recommend": 3}), (2, True, {"recommend": 4})]


def test_who_only_began_and_comes_too_late_is_told_that_it_has_closed(ana):
    ana.save(CHOSEN)
    ana.leave()
    ana.expire()
    assert ana.get().status_code == 410
    assert ana.send(CHOSEN).status_code == 410
    assert ana.response()["complete"] is False


def test_opening_and_looking_saves_nothing(ana):
    before = ana.everything()
    for query in ("", "?recommend=3", "?language=en", "/partial"):
        ana.get(query)
        ana.running.client.head(ana.path + query)
    assert ana.everything() == before


def test_a_closed_or_unknown_link_saves_nothing_and_says_nothing(ana, customer):
    ana.expire()
    ana.save(CHOSEN)
    assert ana.copy()["partial_answers"] == []
    bruno = customer()
    bruno.save(CHOSEN)
    assert (
        bruno.running.client.delete(f"/survey/v1/customers/{bruno.key}", headers=bruno.reader).status_code
        == 200
    )
    bruno.save(CHOSEN)
    assert bruno.leave() == 0
    url = bruno.running.service.settings.database_url
    assert in_database(url, ["factura", f'"{bruno.key}"', f"({bruno.key},"]) == []
    assert ana.running.client.post("/s/nobody-made-this-link/partial", data=CHOSEN).status_code == 204


def test_a_copy_shows_what_was_saved(ana):
    ana.save(CHOSEN)
    (partial,) = ana.copy()["partial_answers"]
    assert partial["answers"] == KEPT


def test_who_is_saving_in_the_very_moment_of_the_erasure_leaves_no_trace(customer):
    for _ in range(8):
        ana = customer()
        ana.save({"recommend": "1"})
        with ThreadPoolExecutor(3) as pool:
            saved = pool.submit(ana.save, CHOSEN)
            left = pool.submit(ana.leave)
            erased = pool.submit(
                ana.running.app.test_client().delete, f"/survey/v1/customers/{ana.key}", headers=ana.reader
            )
        assert erased.result().status_code == 200
        saved.result()
        left.result()
        url = ana.running.service.settings.database_url
        assert in_database(url, ["factura", f'"{ana.key}"', f"({ana.key},"]) == []


def test_two_workers_at_once_keep_each_partial_answer_once(customer, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 3)
    customers = [customer() for _ in range(20)]
    for one in customers:
        one.save(CHOSEN)

    def work(_: int) -> int:
        settled = 0
        while batch := customers[0].leave():
            settled += batch
        return settled

    with ThreadPoolExecutor(3) as pool:
        settled = sum(pool.map(work, range(3)))
    # Who finds the last ones taken by another goes home.
    assert settled + sum(iter(customers[0].leave, 0)) == 20
    assert [one.response()["answers"] for one in customers] == [KEPT] * 20
    assert [len(one.events("survey.response")) for one in customers] == [1] * 20


def test_what_is_due_is_found_by_its_index(ana):
    with ana.running.service.database.transaction() as connection:
        connection.execute("SET enable_seqscan = off")
        plan = str(
            connection.execute(
                "EXPLAIN SELECT invitation_id FROM partial_answers WHERE due_at <= now() ORDER BY due_at LIMIT 200"
            ).fetchall()
        )
    assert "partial_answers_due_at" in plan
