"""What mail servers tell about our mail, posted by whatever receives it."""

import pytest

from support import reports
from support.letters import INTERNAL, invite, kinds, send


@pytest.fixture
def post(house):
    key = house.key("delivery_reports:write")

    def it(raw: bytes):
        answer = house.client.post(
            "/survey/v1/delivery-reports", data=raw, headers={**key, "Content-Type": "message/rfc822"}
        )
        assert answer.status_code == 200, answer.text
        return answer.json

    return it


def invitations(house) -> list[tuple[str, str | None]]:
    summary = house.get("/survey/v1/summary", INTERNAL).json["invitations"]
    return [(item["state"], item["reason"]) for item in summary]


@pytest.mark.parametrize(
    "style", [reports.postfix, reports.exchange, reports.without_status, reports.wrong_type]
)
def test_a_failure_for_good_ends_the_invitation_and_surveys_by_mail(house, box, post, style):
    told = post(style(box.messages[0]["Message-ID"]))
    assert (told["outcome"], told["reason"], told["customer_key"]) == ("bounced", None, "ana")
    assert invitations(house) == [("failed", "bounced")]
    assert kinds(house)[-2:] == ["survey.invitation.failed", "survey.customer.bounced"]
    invite(house, 2)
    assert send(house, box.url) == 0


def test_the_same_report_twice_changes_nothing(house, box, post):
    raw = reports.postfix(box.messages[0]["Message-ID"])
    first = post(raw)
    before = kinds(house)
    assert post(raw) == first
    assert kinds(house) == before


def test_a_delay_changes_nothing(house, box, post):
    told = post(reports.postfix(box.messages[0]["Message-ID"], action="delayed", status="4.4.1"))
    assert told["outcome"] == "delayed"
    assert invitations(house) == [("sent", None)]


def test_a_failure_for_now_ends_the_invitation_and_suppresses_nobody(house, box, post):
    post(reports.postfix(box.messages[0]["Message-ID"], status="4.4.7"))
    assert invitations(house) == [("failed", "undelivered")]
    invite(house, 2)
    assert send(house, box.url) == 1


def test_who_has_a_new_address_is_asked_again(house, box, post):
    post(reports.postfix(box.messages[0]["Message-ID"]))
    invite(house, 2, email="ana@new.example")
    assert send(house, box.url) == 1


def test_who_answered_was_reached_whatever_a_server_says_later(house, box, post):
    text = box.messages[0].get_body(("plain",)).get_content()
    link = next(line for line in text.splitlines() if line.startswith("http"))
    answered = house.client.post(link.removeprefix("http://localhost"), data={"recommend": "9"})
    assert answered.status_code == 200
    post(reports.postfix(box.messages[0]["Message-ID"]))
    assert invitations(house) == [("sent", None)]


def test_an_abuse_report_stops_surveys(house, box, post):
    told = post(reports.abuse(box.messages[0]["Message-ID"]))
    assert (told["outcome"], told["customer_key"]) == ("complained", "ana")
    assert kinds(house)[-1] == "survey.customer.complained"
    invite(house, 2)
    assert send(house, box.url) == 0


def test_a_report_that_returns_no_message_is_found_by_the_address(house, post):
    assert post(reports.without_message("Ana@example.com"))["customer_key"] == "ana"
    assert invitations(house) == [("failed", "bounced")]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no_report"),
        (reports.QMAIL, "no_report"),
        (b"\xff\x00" * 500_000, "no_report"),
        (reports.without_message("stranger@example.com"), "no_such_message"),
        (reports.postfix("<invitation-0199d2b4-7b7e-7c11-8b1a-0d6f5a3f2e10@x>"), "no_such_message"),
    ],
)
def test_what_says_nothing_about_our_mail_is_kept_with_the_reason(house, post, raw, reason):
    told = post(raw)
    assert (told["reason"], told["invitation_id"]) == (reason, None)
    assert invitations(house) == [("sent", None)]
    kept = house.get("/survey/v1/delivery-reports", house.key("delivery_reports:read")).json
    assert [item["reason"] for item in kept["items"]] == [reason]


def test_nothing_kept_of_a_report_holds_an_address(house, box, post):
    post(reports.postfix(box.messages[0]["Message-ID"]))
    with house.service.database.transaction() as connection:
        row = connection.execute(
            "SELECT (SELECT string_agg(d::text, '') FROM delivery_reports d)"
            " || (SELECT string_agg(s::text, '') FROM mail_suppressions s)"
        ).fetchone()
    assert "example.com" not in row[0]
