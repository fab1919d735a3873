"""An anonymous answer counts like any other, and nobody who reads the whole database can tell whose it is."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from shared.clock import now
from support.answering import Customer, answering
from support.apps import Running
from support.open_links import poster, stamp_of
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed
from survey.domain.anonymity import TOGETHER
from survey.use_cases.release_anonymous_answers import release_anonymous_answers

HONEST: dict[str, Any] = {**AFTER_SUPPORT, "key": "honest", "anonymous": True}
# What says nothing of anybody: the surveys themselves, keys, the policy in force.
SETTINGS = {
    "surveys",
    "triggers",
    "contact_policies",
    "api_keys",
    "audit",
    "event_epoch",
    "schema_migrations",
}
ABOUT_PEOPLE = {"customers", "touchpoints", "touchpoint_ids", "invitations", "waterfall_changes"}
ABOUT_ANSWERS = {"responses", "anonymous_answers", "anonymous_marks"}


@pytest.fixture
def customer(survey: Running) -> Callable[[], Customer]:
    """Makes customers who are asked anonymously."""
    return answering(survey, HONEST)


def release(running: Running, *, days: int = 0) -> int:
    with running.service.change() as connection:
        return release_anonymous_answers(connection, now=now() + timedelta(days=days))


def responses(customer: Customer) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = customer.running.get(
        "/survey/v1/responses?limit=500", customer.reader
    ).json["items"]
    return items


def rows(running: Running) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table as an attacker sees it: with its transactions and its place on the disk."""
    with running.service.database.transaction() as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: [
                {**row[0], "xmin": row[1], "xmax": row[2], "ctid": row[3]}
                for row in connection.execute(
                    f"SELECT to_jsonb(t), t.xmin::text, t.xmax::text, t.ctid::text FROM {name} AS t"
                )
            ]
            for (name,) in names
            if name not in SETTINGS
        }


def answer(customers: list[Customer]) -> None:
    """Each says which one they are; only the test knows that."""
    for number, one in enumerate(customers):
        assert one.send({"recommend": str(number % 11)}).status_code == 200


def words_in(row: dict[str, Any]) -> set[str]:
    """Everything in a row that is long enough to tell one from another."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, dict):
            for part in value.values():
                look(part)
        elif isinstance(value, list):
            for part in value:
                look(part)
        elif value is not None and len(str(value)) > 6:
            found.add(str(value).removeprefix("\\x"))

    look({name: value for name, value in row.items() if name not in ("xmin", "xmax", "ctid")})
    return found


def test_answers_come_out_together_once_there_are_enough(survey, customer):
    customers = [customer() for _ in range(TOGETHER)]
    answer(customers[:-1])
    assert release(survey) == 0
    assert responses(customers[0]) == []
    answer(customers[-1:])
    assert release(survey) == TOGETHER
    assert release(survey) == 0
    found = responses(customers[0])
    assert sorted(item["answers"]["recommend"] for item in found) == [0, 0, 1, 2, 3]
    midnight = datetime.combine(now().date(), time(), UTC).isoformat()
    for item in found:
        assert (item["customer_key"], item["context"], item["language"]) == (None, {}, "en")
        assert item["submitted_at"] == midnight
    told = [event for event in customers[0].events("survey.response") if event["data"]["survey"] == "honest"]
    assert {event["data"]["response_id"] for event in told} == {item["id"] for item in found}
    assert {event["time"] for event in told} == {told[0]["time"]}
    assert all(event["data"]["submitted_at"] == midnight for event in told)
    assert all(event["data"]["touchpoint"] is None for event in told)


def test_a_rest_comes_out_when_its_day_is_over(survey, customer):
    ana = customer()
    answer([ana])
    assert (release(survey), release(survey, days=1)) == (0, 1)
    assert [item["answers"] for item in responses(ana)] == [{"recommend": 0}]


@pytest.mark.parametrize("released", [False, True], ids=["before", "after"])
def test_whoever_reads_the_whole_database_can_not_join_an_answer_to_a_customer(survey, customer, released):
    customers = [customer() for _ in range(2 * TOGETHER)]
    order = random.Random(20261122).sample(customers, len(customers))
    answer(order)
    if released:
        assert release(survey) == 2 * TOGETHER
    found = rows(survey)
    people = [row for table in ABOUT_PEOPLE for row in found[table]]
    answers = [row for table in ABOUT_ANSWERS for row in found[table]]
    told = [row for row in found["events"] if row["type"] == "survey.response.submitted"]
    assert len(people) >= 4 * len(customers)
    assert len(answers) == 2 * len(customers)

    # By what is written: nothing that is in a customer's rows is in those of an answer, but the survey itself.
    known = set().union(*(words_in(row) for row in people))
    for row in (*answers, *told):
        assert words_in(row) & known <= {"honest", now().date().isoformat()}
    # By transaction: nobody's rows were written, locked or changed together with an answer.
    theirs = {row[column] for row in people for column in ("xmin", "xmax")} - {"0"}
    assert not theirs & {row["xmin"] for row in (*answers, *told)}
    # By time: the day is all that is known of an answer.
    assert {row["day"] for row in found["anonymous_answers"]} <= {now().date().isoformat()}
    assert not any("_at" in name for row in found["anonymous_answers"] for name in row)
    # By order: ids are random, and what was released is of one transaction.
    numbers = [row["id"] for row in (found["responses"] or found["anonymous_answers"])]
    assert all(number[14] == "4" for number in numbers)
    if released:
        assert found["anonymous_answers"] == []
        assert len({row["xmin"] for row in (*found["responses"], *told)}) == 1
        assert numbers == sorted(numbers)
    # What else there is has nothing to do with answers.
    empty = {table for table in found if not found[table]}
    assert set(found) - empty <= ABOUT_PEOPLE | ABOUT_ANSWERS | {"events"}


def test_an_answer_touches_no_row_but_its_own(customer):
    ana = customer()

    def hers() -> str:
        found = {table: row for table, row in rows(ana.running).items() if table not in ABOUT_ANSWERS}
        return json.dumps(found, sort_keys=True)

    before = hers()
    answer([ana])
    assert hers() == before


def test_sent_twice_it_is_one_answer_and_both_times_thanked_for(survey, customer):
    ana = customer()
    pages = [ana.send({"recommend": value}) for value in ("3", "3", "9")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    for page in (*pages, ana.get(), ana.get("?change=1")):
        assert "Es anónima" in page.text
        assert "change=1" not in page.text
    assert release(survey, days=1) == 1
    assert [item["answers"] for item in responses(ana)] == [{"recommend": 3}]
    assert ana.send({"recommend": "5"}).status_code == 200
    assert release(survey, days=2) == 0
    ana.expire()
    assert ana.send({"recommend": "5"}).status_code == 200


def test_nothing_is_saved_before_it_is_sent(customer):
    ana = customer()
    assert "sendBeacon" not in ana.get().text
    ana.save({"recommend": "3"})
    assert rows(ana.running)["partial_answers"] == []


SAID = [
    ("es", "Tu respuesta es anónima", "Sabemos que esta respuesta es tuya"),
    ("en", "Your answer is anonymous", "We know that this answer is yours"),
    ("pt", "A sua resposta é anônima", "Sabemos que esta resposta é sua"),
]


@pytest.mark.parametrize(("language", "anonymous", "known"), SAID)
def test_the_page_says_that_an_answer_is_anonymous(customer, language, anonymous, known):
    page = customer().get(f"?language={language}").text
    assert anonymous in page
    assert known not in page


@pytest.mark.parametrize(("language", "anonymous", "known"), SAID)
def test_the_page_says_that_an_answer_is_known_to_be_the_customers(survey, language, anonymous, known):
    page = answering(survey)().get(f"?language={language}").text
    assert known in page
    assert anonymous not in page


def test_by_an_open_link_it_is_anonymous_too_and_once(survey, customer):
    link = poster(survey, HONEST)
    stamp = stamp_of(link.get())
    for value in ("3", "3", "8"):
        assert link.send({"recommend": value}, stamp).status_code == 200
    assert rows(survey)["open_answers"] == []
    assert release(survey, days=1) == 2
    found = link.responses()
    assert sorted(item["answers"]["recommend"] for item in found) == [3, 8]
    assert found[0]["context"] == {"journey": "buy", "channel": "shop"}


def test_nobody_is_reminded_since_nobody_knows_who_has_answered(survey):
    key = survey.key("surveys:write", "touchpoints:write")
    for survey_ in (HONEST, AFTER_SUPPORT):
        survey.post("/survey/v1/surveys", survey_, key)
        trigger = {**AFTER_SUPPORT_BY_EMAIL, "key": survey_["key"], "survey": survey_["key"]}
        assert survey.post("/survey/v1/triggers", trigger, key).status_code == 200
    survey.post("/survey/v1/touchpoints", case_closed(1, channel="web"), key)
    planned = {row["survey"]: row["remind_at"] for row in rows(survey)["invitations"]}
    assert planned["honest"] is None
    assert planned["after-support"] is not None


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({**AFTER_SUPPORT["questions"][0], "known_from": "score"}, "questions.0.known_from"),
        ({**AFTER_SUPPORT["questions"][0], "type": "contact_permission"}, "questions.0.type"),
    ],
)
def test_a_question_that_would_tell_who_it_is_is_refused(survey, question, field):
    key = survey.key("surveys:write")
    answer_ = survey.post("/survey/v1/surveys", {**HONEST, "questions": [question]}, key)
    assert answer_.status_code == 422
    assert [error["field"] for error in answer_.json["errors"]] == [field]
