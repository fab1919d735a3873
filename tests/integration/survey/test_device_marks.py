"""Answers carry the mark of their device for a day, except where nobody may know."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import now
from support.answering import Customer, answering
from support.apps import Running
from support.open_links import poster, stamp_of
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed
from survey.pages.device_marks import mark_of_device
from survey.store import device_keys
from survey.use_cases.release_anonymous_answers import release_anonymous_answers

FORM = {"recommend": "9"}


@pytest.fixture
def customer(survey: Running) -> Callable[[], Customer]:
    return answering(survey)


def mark_told(one: Customer) -> str | None:
    (event,) = one.events("survey.response.submitted")
    mark: str | None = event["data"]["mark"]
    return mark


def answer(survey: Running, one: Customer, *, agent: str = "a phone", through: str = "") -> str | None:
    headers = {"User-Agent": agent, **({"X-Forwarded-For": through} if through else {})}
    assert survey.client.post(one.path, data=FORM, headers=headers).status_code == 200
    return mark_told(one)


def test_two_answers_from_one_device_have_one_mark(survey, customer):
    first = answer(survey, customer())
    assert first is not None
    assert answer(survey, customer()) == first
    assert answer(survey, customer(), agent="another phone") != first


def test_behind_a_proxy_the_mark_is_of_who_called_the_proxy(survey, customer):
    near = answer(survey, customer(), through="198.51.100.7, 203.0.113.7")
    assert answer(survey, customer(), through="192.0.2.1, 203.0.113.8") == near
    assert answer(survey, customer(), through="198.51.100.7, 198.51.100.7") != near


def test_an_anonymous_answer_has_no_mark_and_no_key_is_made_for_it(survey):
    one = answering(survey, {**AFTER_SUPPORT, "key": "unmarked", "anonymous": True})()
    assert survey.client.post(one.path, data=FORM).status_code == 200
    with survey.service.change() as connection:
        release_anonymous_answers(connection, now=now() + timedelta(days=2))
        told = connection.execute(
            b"SELECT data -> 'mark' FROM events WHERE type LIKE '%.submitted'"
        ).fetchall()
        keys = connection.execute(b"SELECT count(*) FROM device_keys").fetchone()
    assert (told, keys) == ([(None,)], (0,))


def test_of_who_is_erased_the_log_keeps_no_mark(survey, customer):
    ana, bruno = customer(), customer()
    mark = answer(survey, ana)
    assert answer(survey, bruno) == mark
    deleted = survey.client.delete(f"/survey/v1/customers/{ana.key}", headers=survey.key("customers:erase"))
    assert deleted.status_code == 200
    told = [event["data"] for event in bruno.events("survey.response.submitted")]
    assert {data["customer_key"]: data["mark"] for data in told} == {None: None, bruno.key: mark}


def test_on_a_kiosk_everybody_has_the_same_device_and_nobody_a_mark(survey):
    marks = []
    for kiosk in (False, True):
        shop = poster(survey, kiosk=kiosk)
        stamp = stamp_of(shop.get())
        assert survey.client.post(shop.path, data={"_stamp": stamp, **FORM}).status_code == 200
        marks.append(shop.events("survey.response.submitted")[-1]["data"]["mark"])
    assert marks[0] is not None
    assert marks[1] is None


def test_a_key_is_made_once_a_day_and_destroyed_when_the_day_is_over(survey):
    today = now().date()
    with survey.service.change() as connection:
        first = device_keys.take(connection, today, b"a" * 32)
        assert device_keys.take(connection, today, b"b" * 32) == first
        assert device_keys.destroy(connection, today) == 0
        assert device_keys.destroy(connection, today + timedelta(days=1)) == 1
        assert device_keys.take(connection, today, b"b" * 32) != first


def test_marks_of_two_days_have_nothing_in_common(survey):
    environ = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "a phone"}
    noons = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (20, 21)]
    database = survey.service.database
    marks = [mark_of_device(database, environ, noon) for noon in noons]
    assert None not in marks
    assert marks[0] != marks[1]


def test_an_invitation_tells_that_the_address_was_just_replaced(survey):
    admin = survey.key("surveys:write", "touchpoints:write")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, admin)
    survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_EMAIL, admin)
    for number, email in enumerate(("ana@example.com", "ana@example.com", "nobody@example.com")):
        case = case_closed(number, channel="web", key="ana", email=email)
        assert survey.post("/survey/v1/touchpoints", [case], admin).status_code == 202
    with survey.service.read() as connection:
        told = connection.execute(
            b"SELECT data -> 'address_changed' FROM events WHERE type LIKE 'survey.invitation.%' ORDER BY seq"
        ).fetchall()
    assert [row[0] for row in told] == [False, False, True]
