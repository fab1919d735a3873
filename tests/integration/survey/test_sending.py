"""Invitations that are due go out by mail: each once, and none is lost when the mail server or a worker fails."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from shared.clock import now
from support.apps import INTERNAL_KEY, Running, running
from support.mailbox import Mailbox, mailbox
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed
from survey.app import create_app
from survey.letters import invitation_mail
from survey.mail import MailServerAway, Outbox
from survey.settings import SurveySettings
from survey.store import invitations
from survey.use_cases.send_invitations import send_invitations

INTERNAL = {"Authorization": f"Bearer {INTERNAL_KEY}"}


@pytest.fixture
def box():
    with mailbox() as it:
        yield it


@pytest.fixture
def house(survey_settings, box):
    with running(create_app(replace(survey_settings, smtp_url=box.url))) as it:
        key = it.key("surveys:write", "touchpoints:write")
        it.post("/survey/v1/surveys", AFTER_SUPPORT, key)
        it.post("/survey/v1/triggers", AFTER_SUPPORT_BY_EMAIL, key)
        yield it


def invite(house: Running, *numbers: int, **customer: str) -> None:
    key = house.key("touchpoints:write")
    cases = [case_closed(number, channel="web", **customer) for number in numbers]
    assert house.post("/survey/v1/touchpoints", cases, key).status_code == 202


def send(house: Running, box: Mailbox | str, later: timedelta = timedelta(0)) -> int:
    settings = house.service.settings
    assert isinstance(settings, SurveySettings)
    with Outbox(box if isinstance(box, str) else box.url) as outbox:
        return send_invitations(
            house.service.change, outbox, partial(invitation_mail, settings), lambda: now() + later
        )


def states(house: Running) -> dict[str, int]:
    summary = house.get("/survey/v1/summary", INTERNAL).json
    return {item["state"]: item["n"] for item in summary["invitations"]}


def kinds(house: Running) -> list[str]:
    return [event["type"] for event in house.get("/survey/v1/events", INTERNAL).json["events"]]


def test_the_mail_is_in_the_customers_language_and_its_link_opens_the_survey(house, box):
    invite(house, 1, name="Ana")
    assert send(house, box) == 1
    (message,) = box.to("ana@example.com")
    assert message["Subject"] == "Tu contacto con nosotros"
    assert message["Content-Language"] == "es"
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "Hola, Ana:" in text
    (link,) = [line for line in text.splitlines() if line.startswith("http")]
    assert link in html
    page = house.client.get(link.removeprefix("http://localhost"))
    assert "Te lo pusimos fácil." in page.text
    assert states(house) == {"sent": 1}
    assert kinds(house)[-1] == "survey.invitation.sent"


def test_what_was_sent_is_not_sent_again(house, box):
    invite(house, 1, 2, 3)
    assert send(house, box) == 3
    assert send(house, box) == 0
    assert len(box.messages) == 3
    assert len({message["Message-ID"] for message in box.messages}) == 3


def test_a_worker_that_died_with_a_claim_leaves_it_to_the_next_one_after_the_lease(house, box):
    invite(house, 1)
    with house.service.database.transaction() as connection:
        assert len(invitations.claim_due(connection, now(), 10)) == 1
    assert send(house, box) == 0, "somebody else is at it"
    assert send(house, box, later=timedelta(minutes=6)) == 1
    assert len(box.messages) == 1


def test_a_mail_server_that_is_away_costs_time_and_no_attempt(house, box):
    invite(house, *range(1, 8))
    with pytest.raises(MailServerAway):
        send(house, "smtp://127.0.0.1:9")
    assert states(house) == {"scheduled": 7}
    assert send(house, box) == 0, "not before a minute has passed"
    assert send(house, box, later=timedelta(minutes=2)) == 7


def test_a_temporary_refusal_is_tried_again_and_a_permanent_one_is_not(house, box):
    invite(house, 1, key="ana", email="ana@example.com")
    invite(house, 2, key="bruno", email="bruno@example.com")
    box.refusals = {"ana@example.com": "450 mailbox busy", "bruno@example.com": "550 no such user"}
    assert send(house, box) == 0
    assert states(house) == {"scheduled": 1, "failed": 1}
    box.refusals = {}
    assert send(house, box, later=timedelta(minutes=2)) == 1
    assert [message["To"] for message in box.messages] == ["ana@example.com"]


def test_a_refusal_that_never_ends_is_given_up_with_a_reason(house, box):
    invite(house, 1)
    box.refusals = {"ana@example.com": "450 mailbox busy"}
    for attempt in range(7):
        send(house, box, later=timedelta(hours=attempt))
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert summary["invitations"] == [{"state": "failed", "reason": "refused_by_mail_server", "n": 1}]


def test_a_delayed_invitation_waits_and_an_expired_one_is_not_sent(house, box):
    key = house.key("surveys:write")
    house.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_EMAIL, "delay_minutes": 60, "expires_days": 1}, key)
    invite(house, 1)
    assert send(house, box) == 0
    assert send(house, box, later=timedelta(days=2)) == 0
    assert send(house, box, later=timedelta(minutes=61)) == 1


def test_nothing_of_the_token_is_kept_that_could_open_the_page(house, box):
    invite(house, 1)
    send(house, box)
    text = box.messages[0].get_body(("plain",)).get_content()
    token = next(line for line in text.splitlines() if line.startswith("http")).rpartition("/")[2]
    assert len(token) >= 27
    with house.service.database.transaction() as connection:
        tables = connection.execute(
            "SELECT string_agg(i::text, '') || (SELECT coalesce(string_agg(e::text, ''), '') FROM events e)"
            " FROM invitations i"
        ).fetchone()
    assert token not in tables[0]
