"""Exports: every response that was asked for, in a file that does no harm, in pages of bounded size."""

import csv
import io
import json
import tracemalloc
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared import db
from shared.clock import now
from shared.exports import cell
from support.apps import Running
from support.samples import AFTER_SUPPORT
from survey.store import exports
from survey.store.exports import PAGE, Selection


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    key = survey.key("surveys:write", "responses:read", "responses:write")
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, key).status_code == 200
    return key


def row(name: str, answers: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"id": name, "submitted_at": "2026-11-20T10:00:00Z", "answers": answers, **facts}


def bring(survey: Running, admin: dict[str, str], *rows: dict[str, Any]) -> None:
    body = {"survey": "after-support", "source": "past", "rows": list(rows)}
    assert survey.post("/survey/v1/responses", body, admin).json["accepted"] == len(rows)


def table(survey: Running, admin: dict[str, str], filters: str = "") -> list[dict[str, str]]:
    answer = survey.get(f"/survey/v1/exports/responses?survey=after-support{filters}", admin)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def lines(survey: Running, admin: dict[str, str], filters: str = "") -> list[dict[str, Any]]:
    answer = survey.get(f"/survey/v1/exports/responses?format=jsonl{filters}", admin)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_csv_has_a_column_a_question_in_the_order_of_the_survey(survey, admin):
    bring(survey, admin, row("1", {"recommend": 9, "comment": "Fine,\nreally"}, journey="join"))
    (exported,) = table(survey, admin)
    assert list(exported) == [
        *("id", "survey", "version", "customer_key", "source", "language", "submitted_at", "received_at"),
        *("revision", "complete", "corrected_at"),
        *("journey", "stage", "channel", "owner", "segment"),
        *("answer.recommend", "answer.effort", "answer.satisfied", "answer.resolved", "answer.comment"),
    ]
    assert (exported["answer.recommend"], exported["answer.effort"]) == ("9", "")
    assert (exported["answer.comment"], exported["journey"]) == ("Fine,\nreally", "join")


def test_a_question_of_an_older_version_keeps_its_column(survey, admin):
    empty = survey.get("/survey/v1/exports/responses?survey=after-support", admin).text
    header = empty.strip().split(",")
    questions = AFTER_SUPPORT["questions"]
    new = {**questions[0], "key": "recommend-again"}
    changed = {**AFTER_SUPPORT, "questions": [new, *questions[2:]]}
    survey.post("/survey/v1/surveys", changed, admin)
    bring(survey, admin, row("1", {"recommend-again": 9}))
    (exported,) = table(survey, admin)
    assert list(exported) == [*header, "answer.recommend-again"]


@pytest.mark.parametrize("field", ["survey", "journey", "stage", "channel", "owner", "segment"])
@pytest.mark.parametrize("value", ["%00", "", "x" * 201])
def test_a_filter_that_nothing_can_meet_is_refused_by_name_before_the_file_begins(
    survey, admin, field, value
):
    answer = survey.get(f"/survey/v1/exports/responses?format=jsonl&{field}={value}", admin)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(start):
    assert cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_what_a_stranger_wrote_is_harmless_in_every_column(survey, admin):
    evil = "=cmd|'/C calc'!A1"
    bring(survey, admin, row("1", {"comment": evil}, customer_key=evil, owner="@SUM(1)"))
    (exported,) = table(survey, admin)
    assert exported["answer.comment"] == exported["customer_key"] == f"'{evil}"
    assert exported["owner"] == "'@SUM(1)"
    assert lines(survey, admin)[0]["answers"]["comment"] == evil


def test_filters_choose_by_survey_day_and_journey(survey, admin):
    bring(
        survey,
        admin,
        row("1", {"recommend": 1}, journey="join"),
        row("2", {"recommend": 2}, journey="leave", submitted_at="2026-11-21T10:00:00Z"),
        row("3", {"recommend": 3}, journey="join", submitted_at="2026-11-22T01:00:00Z"),
    )

    def values(filters: str) -> list[int]:
        return [line["answers"]["recommend"] for line in lines(survey, admin, filters)]

    assert sorted(values("")) == [1, 2, 3]
    assert sorted(values("&journey=join")) == [1, 3]
    assert values("&from=2026-11-20T11:00:00Z&to=2026-11-22T00:00:00Z") == [2]
    assert values("&owner=nobody") == []


def test_an_export_that_makes_no_sense_is_refused_before_it_begins(survey, admin):
    path = "/survey/v1/exports/responses"
    assert survey.get(path, admin).json["errors"][0]["field"] == "survey"
    assert survey.get(f"{path}?survey=nothing", admin).status_code == 404
    assert survey.get(f"{path}?format=xlsx&survey=after-support", admin).status_code == 422
    assert survey.get(f"{path}?survey=after-support&form=csv", admin).status_code == 422
    assert survey.get(f"{path}?survey=after-support", survey.key("surveys:read")).status_code == 403


MANY = """
INSERT INTO responses (id, survey, version, source, language, context, answers, submitted_at, received_at)
SELECT gen_random_uuid(), 'after-support', 1, 'past', 'en', '{}',
       jsonb_build_object('recommend', n %% 11, 'comment', repeat('word ', 40)), now(),
       now() - make_interval(secs => n / 7)
FROM generate_series(1, %(n)s) AS n
"""


def fill(survey: Running, n: int) -> None:
    with survey.service.change() as connection:
        connection.execute(MANY, {"n": n})


def test_every_response_is_exported_once_though_many_came_in_the_same_moment(survey, admin):
    fill(survey, 3 * PAGE + 1)
    exported = lines(survey, admin)
    assert len({line["id"] for line in exported}) == len(exported) == 3 * PAGE + 1
    assert exported == sorted(exported, key=lambda line: (line["received_at"], line["id"]))


def test_what_comes_in_after_the_beginning_waits_for_the_next_export(survey, admin):
    fill(survey, 2 * PAGE)
    pages = exports.responses(survey.service.read, Selection(), now())
    first = next(pages)
    with survey.service.change() as connection:
        connection.execute(MANY.replace("now() -", "now() + interval '1 hour' -"), {"n": 10})
    assert len(first) + sum(map(len, pages)) == 2 * PAGE


def test_memory_does_not_grow_with_the_number_of_responses(survey, admin):
    def peak() -> int:
        answer = survey.client.get(
            "/survey/v1/exports/responses?survey=after-support", headers=admin, buffered=False
        )
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        size = sum(len(chunk) for chunk in answer.response)
        assert size > 0
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        fill(survey, 5 * PAGE)
        small = peak()
        fill(survey, 25 * PAGE)
        assert peak() < 2 * small
    finally:
        tracemalloc.stop()


def test_moments_are_those_that_were_told(survey, admin):
    bring(survey, admin, row("1", {"recommend": 1}, submitted_at="2026-11-20T05:00:00-05:00"))
    (exported,) = table(survey, admin)
    moment = datetime.fromisoformat(exported["submitted_at"])
    assert (moment.isoformat(), moment.utcoffset()) == ("2026-11-20T10:00:00+00:00", timedelta(0))


def test_the_answers_to_one_survey_are_found_without_reading_all_the_others(survey, admin):
    filters = {"survey": "after-support", "received_at": now(), "id": UUID(int=0), "limit": 50}
    page = db.statements("survey.store", "responses")["page"]
    with survey.service.database.transaction() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = str(connection.execute(b"EXPLAIN " + page, filters, prepare=False).fetchall())
    assert "responses_survey_received_at" in plan
