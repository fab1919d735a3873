"""Invitations that are due go out by mail: each once, and none is lost when the mail server or a worker fails."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import now
from support.letters import INTERNAL, asking_by_mail, invite, kinds, send, states
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed
from survey.domain.contact_policy import Hours, Policy
from survey.mail.connection import MailServerAway
from survey.store import contact_policies, sending, suppressions


@pytest.fixture
def house(survey_settings, box):
    with asking_by_mail(survey_settings, box.url) as it:
        yield it


def test_the_mail_is_in_the_customers_language_and_its_link_opens_the_survey(house, box):
    invite(house, 1, name="Ana")
    assert send(house, box.url) == 1
    (message,) = box.to("ana@example.com")
    assert message["Subject"] == "Tu contacto con nosotros"
    assert message["Content-Language"] == "es"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "Hola, Ana:" in text
    (link,) = [line for line in text.splitlines() if line.startswith("http")]
    assert f'href="{link}"' in html
    assert all(f'href="{link}?recommend={score}"' in html for score in range(11))
    assert "¿Qué probabilidad hay de que nos recomiendes?" in text
    assert len(message.as_bytes()) < 20_000
    page = house.client.get(link.removeprefix("http://localhost"))
    assert "Te lo pusimos fácil." in page.text
    assert states(house) == {"sent": 1}
    assert kinds(house)[-1] == "survey.invitation.sent"


def test_the_mail_and_the_page_know_the_same_facts_and_the_same_day(house, box):
    """Where Ana lives it was still the 19th; by which channel it was is known, and what depends on it is asked."""
    options = [{"key": key, "text": dict.fromkeys(("en", "es", "pt"), key)} for key in ("web", "phone")]
    channel = {
        "key": "channel",
        "type": "choice",
        "text": dict.fromkeys(("en", "es", "pt"), "?"),
        "options": options,
        "known_from": "channel",
    }
    effort = {
        **AFTER_SUPPORT["questions"][1],
        "text": dict.fromkeys(("en", "es", "pt"), "¿Fue fácil el {date|otro día}?"),
        "show_if": {"question": "channel", "equals": "web"},
    }
    key = house.key("surveys:write", "touchpoints:write")
    # A key of its own: what is known of a version is kept by its key, and tests have many databases.
    survey = {**AFTER_SUPPORT, "key": "on-which-day", "questions": [channel, effort]}
    assert house.post("/survey/v1/surveys", survey, key).status_code == 200
    trigger = {**AFTER_SUPPORT_BY_EMAIL, "survey": "on-which-day"}
    assert house.post("/survey/v1/triggers", trigger, key).status_code == 200
    case = case_closed(1, channel="web", time_zone="America/Bogota")
    case["time"] = "2026-11-20T02:00:00Z"
    assert house.post("/survey/v1/touchpoints", case, key).status_code == 202
    assert send(house, box.url) == 1
    text = box.messages[0].get_body(("plain",)).get_content()
    (link,) = [line for line in text.splitlines() if line.startswith("http")]
    for shown in (text, house.client.get(link.removeprefix("http://localhost")).text):
        assert "¿Fue fácil el 19 de noviembre de 2026?" in shown


def test_of_whom_no_time_zone_is_known_the_day_is_told_as_in_the_policys(house, box):
    with house.service.database.transaction() as connection:
        contact_policies.put(connection, Policy(limits=(), time_zone="America/Bogota"), now())
    questions = [
        {**question, "text": dict.fromkeys(("en", "es", "pt"), "¿Cómo fue el {date|otro día}?")}
        for question in AFTER_SUPPORT["questions"]
    ]
    key = house.key("surveys:write", "touchpoints:write")
    # A key of its own, as above.
    survey = {**AFTER_SUPPORT, "key": "on-the-policys-day", "questions": questions}
    assert house.post("/survey/v1/surveys", survey, key).status_code == 200
    trigger = {**AFTER_SUPPORT_BY_EMAIL, "survey": "on-the-policys-day"}
    assert house.post("/survey/v1/triggers", trigger, key).status_code == 200
    case = {**case_closed(1, channel="web"), "time": "2026-11-20T02:00:00Z"}
    assert house.post("/survey/v1/touchpoints", case, key).status_code == 202
    assert send(house, box.url) == 1
    text = box.messages[0].get_body(("plain",)).get_content()
    (link,) = [line for line in text.splitlines() if line.startswith("http")]
    path = link.removeprefix("http://localhost")
    fresh = house.client.get(path).text
    house.client.post(path, data={"effort": "3"})
    answered = house.client.get(f"{path}?change=1").text
    for shown in (text, fresh, answered):
        assert "¿Cómo fue el 19 de noviembre de 2026?" in shown


def test_what_was_sent_is_not_sent_again(house, box):
    invite(house, 1, 2, 3)
    assert send(house, box.url) == 3
    assert send(house, box.url) == 0
    assert len(box.messages) == 3
    assert len({message["Message-ID"] for message in box.messages}) == 3


def test_a_worker_that_died_with_a_claim_leaves_it_to_the_next_one_after_the_lease(house, box):
    invite(house, 1)
    with house.service.database.transaction() as connection:
        assert len(sending.claim(connection, now(), 10)) == 1
    assert send(house, box.url) == 0, "somebody else is at it"
    assert send(house, box.url, later=timedelta(minutes=6)) == 1
    assert len(box.messages) == 1


def test_a_mail_server_that_is_away_costs_time_and_no_attempt(house, box):
    invite(house, *range(1, 8))
    with pytest.raises(MailServerAway):
        send(house, "smtp://127.0.0.1:9")
    assert states(house) == {"scheduled": 7}
    assert send(house, box.url) == 0, "not before a minute has passed"
    assert send(house, box.url, later=timedelta(minutes=2)) == 7


def test_a_temporary_refusal_is_tried_again_and_a_permanent_one_is_not(house, box):
    invite(house, 1, key="ana", email="ana@example.com")
    invite(house, 2, key="bruno", email="bruno@example.com")
    box.refusals = {"ana@example.com": "450 mailbox busy", "bruno@example.com": "550 no such user"}
    assert send(house, box.url) == 0
    assert states(house) == {"scheduled": 1, "failed": 1}
    box.refusals = {}
    assert send(house, box.url, later=timedelta(minutes=2)) == 1
    assert [message["To"] for message in box.messages] == ["ana@example.com"]


def test_a_refusal_that_never_ends_is_given_up_with_a_reason(house, box):
    invite(house, 1)
    box.refusals = {"ana@example.com": "450 mailbox busy"}
    for attempt in range(7):
        send(house, box.url, later=timedelta(hours=attempt))
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert summary["invitations"] == [{"state": "failed", "reason": "refused_by_mail_server", "n": 1}]


def quiet(house, after: timedelta, hours: int) -> None:
    """From so long after now, nobody wants mail."""

    def minute(moment: datetime) -> int:
        return moment.hour * 60 + moment.minute

    begin = now().astimezone(UTC) + after
    policy = Policy(limits=(), quiet=Hours(minute(begin), minute(begin + timedelta(hours=hours))))
    with house.service.database.transaction() as connection:
        contact_policies.put(connection, policy, now())


def test_a_retry_waits_for_quiet_hours_to_end_and_that_costs_no_attempt(house, box):
    quiet(house, timedelta(minutes=30), hours=8)
    invite(house, 1)
    box.refusals = {"ana@example.com": "450 mailbox busy"}
    assert send(house, box.url) == 0
    box.refusals = {}
    assert send(house, box.url, later=timedelta(minutes=40)) == 0
    assert send(house, box.url, later=timedelta(hours=8)) == 0
    with house.service.read() as connection:
        assert connection.execute("SELECT state, attempts FROM invitations").fetchall() == [("scheduled", 1)]
    assert send(house, box.url, later=timedelta(hours=9)) == 1


def test_what_expires_before_quiet_hours_end_is_settled_when_it_expires(house, box):
    quiet(house, timedelta(minutes=30), hours=8)
    invite(house, 1)
    with house.service.database.transaction() as connection:
        connection.execute("UPDATE invitations SET expires_at = now() + interval '1 hour'")
    assert send(house, box.url, later=timedelta(minutes=40)) == 0
    assert states(house) == {"scheduled": 1}
    assert send(house, box.url, later=timedelta(minutes=61)) == 0
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert summary["invitations"] == [{"state": "failed", "reason": "expired", "n": 1}]


def test_a_delayed_invitation_waits_and_an_expired_one_is_not_sent(house, box):
    key = house.key("surveys:write")
    house.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_EMAIL, "delay_minutes": 60, "expires_days": 1}, key)
    invite(house, 1)
    assert send(house, box.url) == 0
    assert send(house, box.url, later=timedelta(minutes=61)) == 1
    invite(house, 2, key="bruno", email="bruno@example.com")
    assert send(house, box.url, later=timedelta(days=2)) == 0
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert {"state": "failed", "reason": "expired", "n": 1} in summary["invitations"]
    assert kinds(house)[-1] == "survey.invitation.failed"


def test_nothing_of_the_token_is_kept_that_could_open_the_page(house, box):
    invite(house, 1)
    send(house, box.url)
    text = box.messages[0].get_body(("plain",)).get_content()
    token = next(line for line in text.splitlines() if line.startswith("http")).rpartition("/")[2]
    assert len(token) >= 27
    with house.service.database.transaction() as connection:
        tables = connection.execute(
            "SELECT string_agg(i::text, '') || (SELECT coalesce(string_agg(e::text, ''), '') FROM events e)"
            " FROM invitations i"
        ).fetchone()
    assert token not in tables[0]


def test_an_expired_or_unusable_address_is_settled_once_with_its_reason(house, box):
    invite(house, 1)
    with house.service.database.transaction() as connection:
        connection.execute("UPDATE customers SET email = 'ana maria@example.com'")
    assert send(house, box.url) == 0
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert summary["invitations"] == [{"state": "failed", "reason": "address_unusable", "n": 1}]


def test_who_was_suppressed_meanwhile_gets_nothing(house, box):
    invite(house, 1)
    invite(house, 2, key="bruno", email="bruno@example.com")
    with house.service.database.transaction() as connection:
        suppressions.suppress(connection, ["ana"], "unsubscribed", now())
    assert send(house, box.url) == 1
    assert [message["To"] for message in box.messages] == ["bruno@example.com"]
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert {"state": "suppressed", "reason": "unsubscribed", "n": 1} in summary["invitations"]
    assert "survey.invitation.suppressed" in kinds(house)


def test_what_time_does_not_suffice_for_is_left_due(house, box):
    invite(house, *range(1, 11))
    assert send(house, box.url, at_most=timedelta(seconds=1), connections=1, rate=4) < 10
    assert states(house)["scheduled"] > 0
    send(house, box.url)
    assert states(house) == {"sent": 10}
    assert len(box.messages) == 10


def test_no_more_than_the_rate_goes_out(house, box):
    invite(house, *range(1, 7))
    began = time.monotonic()
    assert send(house, box.url, rate=10) == 6
    assert time.monotonic() - began >= 0.5


def test_a_mail_server_that_takes_nothing_from_us_costs_no_invitation(house, box):
    invite(house, 1)
    box.refused_sender = "550 not from you"
    with pytest.raises(MailServerAway, match="550 not from you"):
        send(house, box.url)
    assert states(house) == {"scheduled": 1}


def test_a_mail_server_that_ends_a_connection_after_some_messages_gets_a_new_one(house, box):
    box.most_in_a_session = 2
    invite(house, *range(1, 8))
    assert send(house, box.url, connections=1) == 7
    assert states(house) == {"sent": 7}
    assert len(box.messages) == 7


def test_a_name_adds_no_header_and_no_markup(house, box):
    invite(house, 1, name="Ana\r\nBcc: x@example.com <b>")
    assert send(house, box.url) == 1
    (message,) = box.messages
    assert message["Bcc"] is None
    assert "<bdi>Ana Bcc: x@example.com &lt;b&gt;</bdi>" in message.get_body(("html",)).get_content()
