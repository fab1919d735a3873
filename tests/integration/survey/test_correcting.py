"""Correcting an answer: until the link expires, by its own form, with the history kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.answering import Customer, answering
from support.apps import Running
from support.searching import in_database

BAD = {"recommend": "3", "comment": "La factura está mal."}
GOOD = {"recommend": "9", "comment": "Ya está bien."}


@pytest.fixture
def customer(survey: Running) -> Callable[[], Customer]:
    """Makes customers who have a link each."""
    return answering(survey)


@pytest.fixture
def ana(customer: Callable[[], Customer]) -> Customer:
    return customer()


def test_who_has_answered_is_shown_the_way_to_change_it_and_looking_changes_nothing(ana):
    ana.send(BAD)
    before = ana.everything()
    thanks = ana.get()
    assert f'href="{ana.path}?change=1"' in thanks.text
    assert "Cambiar mi respuesta" in thanks.text
    for query in ("?change=1", "?change=1&language=en", "?change=1&recommend=0"):
        assert ana.get(query).status_code == 200
        assert ana.running.client.head(ana.path + query).status_code == 200
    assert ana.everything() == before


def test_the_form_for_a_change_shows_what_was_answered(ana):
    ana.send(BAD)
    page = ana.get("?change=1").text
    assert '<input type="radio" name="recommend" value="3" checked>' in page
    assert page.count(" checked>") == 1
    assert "La factura está mal.</textarea>" in page
    assert '<input type="hidden" name="_revision" value="1">' in page
    assert f"{ana.path}?language=en&amp;change=1" in page
    assert "sendBeacon" not in page


def test_a_correction_is_the_answer_from_now_on_and_what_it_replaced_is_kept(ana):
    ana.send(BAD)
    submitted = ana.response()
    assert (submitted["revision"], submitted["corrected_at"]) == (1, None)
    assert "Gracias" in ana.send(GOOD, made_for=1).text
    response = ana.response()
    assert response["answers"] == {"recommend": 9, "comment": "Ya está bien."}
    assert (response["revision"], response["complete"]) == (2, True)
    assert response["corrected_at"] > submitted["submitted_at"]
    assert response["submitted_at"] == submitted["submitted_at"]
    assert ana.history() == [
        (1, True, {"recommend": 3, "comment": "La factura está mal."}),
        (2, True, {"recommend": 9, "comment": "Ya está bien."}),
    ]


def test_a_correction_is_told_with_the_whole_new_answer(ana):
    ana.send(BAD)
    ana.send({"recommend": "9"}, made_for=1)
    (submitted,) = ana.events("survey.response.submitted")
    (corrected,) = ana.events("survey.response.corrected")
    assert corrected["subject"] == submitted["subject"]
    said, before = corrected["data"], submitted["data"]
    assert said["scores"][0]["value"] == 9
    assert said["comments"] == []
    assert (before["revision"], said["revision"]) == (1, 2)
    assert before["complete"] is said["complete"] is True
    changed = {"scores", "comments", "revision"}
    assert {name for name in said if said[name] != before[name]} == changed
    assert said["touchpoint"] == {
        "source": "/crm",
        "id": ana.case,
        "type": "support.case.closed",
        "product": None,
    }


def test_the_same_answers_again_are_nothing_new_whichever_form_they_come_from(ana):
    ana.send(BAD)
    ana.send(GOOD, made_for=1)
    before = ana.everything()
    for form, made_for in ((GOOD, 1), (GOOD, 2), (GOOD, 0), (BAD, 0)):
        assert "Gracias" in ana.send(form, made_for=made_for).text
    assert ana.everything() == before


def test_who_changes_back_is_believed(ana):
    ana.send(BAD)
    ana.send(GOOD, made_for=1)
    ana.send(BAD, made_for=2)
    assert [revision for revision, _, _ in ana.history()] == [1, 2, 3]
    assert ana.response()["answers"]["recommend"] == 3


def test_a_form_that_was_overtaken_replaces_nothing_before_the_customer_knows(ana):
    ana.send(BAD)
    ana.send(GOOD, made_for=1)
    before = ana.everything()
    late = {"recommend": "5", "comment": "Desde otra <b>ventana</b>"}
    page = ana.send(late, made_for=1)
    assert page.status_code == 409
    assert "Mientras tanto ya respondiste" in page.text
    assert "Desde otra &lt;b&gt;ventana&lt;/b&gt;</textarea>" in page.text
    assert '<input type="hidden" name="_revision" value="2">' in page.text
    assert ana.everything() == before
    assert "Gracias" in ana.send(late, made_for=2).text
    assert ana.response()["answers"]["recommend"] == 5


def test_a_correction_with_faults_is_told_them_and_changes_nothing(ana):
    ana.send(BAD)
    before = ana.everything()
    page = ana.send({"recommend": "11"}, made_for=1)
    assert page.status_code == 422
    assert '<input type="hidden" name="_revision" value="1">' in page.text
    assert ana.everything() == before


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.5", "９", "9" * 40])
def test_a_revision_that_is_none_is_a_form_for_no_answer(ana, revision):
    ana.send(BAD)
    assert ana.send(GOOD, made_for=revision).status_code == 409
    assert ana.response()["revision"] == 1


def test_an_expired_link_shows_thanks_and_takes_no_correction(ana):
    ana.send(BAD)
    ana.expire()
    before = ana.everything()
    for query in ("", "?change=1"):
        page = ana.get(query)
        assert (page.status_code, "Gracias" in page.text, "change=1" in page.text) == (200, True, False)
    assert ana.send(GOOD, made_for=1).status_code == 410
    assert ana.send(BAD).status_code == 200
    assert ana.everything() == before


def test_corrections_at_the_same_moment_are_one_after_the_other(ana):
    ana.send(BAD)
    forms = [{"recommend": str(number)} for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(lambda form: ana.send(form, made_for=1).status_code, forms * 2))
    # The winner's second copy is known, all others are asked.
    assert statuses == [200, 200, *[409] * 10]
    assert len(ana.history()) == 2
    assert len(ana.events("survey.response.corrected")) == 1


def test_revisions_come_in_pages_and_of_nobody_there_are_none(ana):
    ana.send({"recommend": "1"})
    for made_for in range(1, 6):
        ana.send({"recommend": str(made_for + 1)}, made_for=made_for)
    path, seen = f"/survey/v1/responses/{ana.response()['id']}/revisions", []
    cursor: str | None = ""
    while cursor is not None:
        page = ana.running.get(f"{path}?limit=4&cursor={cursor}", ana.reader).json
        seen += [item["revision"] for item in page["items"]]
        cursor = page["next"]
    assert seen == [1, 2, 3, 4, 5, 6]
    nobody = ana.running.get(
        f"/survey/v1/responses/{'0' * 8}-0000-0000-0000-{'0' * 12}/revisions", ana.reader
    )
    assert nobody.status_code == 404
    assert ana.running.get(path, ana.running.key("surveys:read")).status_code == 403


def test_an_export_tells_the_revision(ana):
    ana.send(BAD)
    ana.send(GOOD, made_for=1)
    lines = ana.running.get("/survey/v1/exports/responses?survey=after-support", ana.reader).text.splitlines()
    row = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert (row["revision"], row["complete"], bool(row["corrected_at"])) == ("2", "yes", True)


def test_an_erasure_takes_the_history_along_and_a_copy_shows_it(ana):
    ana.send(BAD)
    ana.send(GOOD, made_for=1)
    copy = ana.running.get(f"/survey/v1/customers/{ana.key}/copy", ana.reader).json
    assert [item["answers"]["comment"] for item in copy["revisions"]] == ["La factura está mal."]
    assert ana.running.client.delete(f"/survey/v1/customers/{ana.key}", headers=ana.reader).status_code == 200
    url = ana.running.service.settings.database_url
    assert in_database(url, ["factura", "ya está bien", f'"{ana.key}"', f"({ana.key},"]) == []
    (response,) = ana.running.get("/survey/v1/responses", ana.reader).json["items"]
    assert response["answers"] == {"recommend": 9}
    (corrected,) = ana.events("survey.response.corrected")
    assert (corrected["data"]["touchpoint"], corrected["data"]["comments"]) == (None, [])
    assert ana.send(BAD, made_for=2).status_code == 404


def test_who_corrects_in_the_very_moment_of_the_erasure_leaves_no_trace(customer):
    for _ in range(8):
        ana = customer()
        ana.send({"recommend": "1"})
        with ThreadPoolExecutor(2) as pool:
            corrected = pool.submit(ana.send, BAD, made_for=1)
            erased = pool.submit(
                ana.running.app.test_client().delete, f"/survey/v1/customers/{ana.key}", headers=ana.reader
            )
        assert erased.result().status_code == 200
        assert corrected.result().status_code in (200, 404)
        url = ana.running.service.settings.database_url
        assert in_database(url, ["factura", f'"{ana.key}"', f"({ana.key},"]) == []


SCORES = st.integers(0, 3)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["send", "send twice", "save"]), SCORES),
    st.tuples(st.just("send the first again"), st.just(0)),
    st.tuples(st.just("leave"), st.just(0)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=8))
def test_whatever_is_sent_and_saved_the_last_answer_counts_and_each_is_in_the_history_once(customer, steps):
    ana = customer()
    first: dict[str, str] | None = None
    said: list[tuple[bool, dict[str, Any]]] = []
    chosen: dict[str, Any] | None = None
    for step, score in steps:
        form, answers = {"recommend": str(score)}, {"recommend": score}
        is_complete = bool(said) and said[-1][0]
        if step.startswith("send") and step != "send the first again":
            for _ in range(2 if step == "send twice" else 1):
                assert ana.send(form, made_for=len(said)).status_code == 200
            first = first or form
            if not said or said[-1] != (True, answers):
                said.append((True, answers))
        elif step == "send the first again" and first:
            assert ana.send(first).status_code == 200
        elif step == "save":
            ana.save(form)
            chosen = None if is_complete else answers
        elif step == "leave":
            ana.leave()
            if chosen and not is_complete and (not said or said[-1][1] != chosen):
                said.append((False, chosen))
            chosen = None
    assert [(complete, answers) for _, complete, answers in ana.history()] == said
    assert [revision for revision, _, _ in ana.history()] == list(range(1, len(said) + 1))
    assert len(ana.events("survey.response")) == len(said)
