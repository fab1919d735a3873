"""What is understood of what mail servers send back."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import reports
from survey.domain.delivery_reports import Report, read_report
from survey.domain.message_ids import Sent, message_id

ID = UUID("0199d2b4-7b7e-7c11-8b1a-0d6f5a3f2e10")
OURS = message_id("invitation", ID, "faro.example", "a secret")


@pytest.mark.parametrize(
    "style", [reports.postfix, reports.exchange, reports.without_status, reports.wrong_type]
)
def test_a_failure_is_understood_however_it_is_written(style):
    report = read_report(style(OURS))
    assert report.outcome == "bounced"
    assert report.status is not None
    assert report.status.startswith("5")
    assert report.sent == Sent("invitation", ID)
    assert report.recipients == ("ana@example.com",)


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        ("failed", "5.1.10", "bounced"),
        ("failed", "5.2.2", "undelivered"),
        ("failed", "5.3.4", "undelivered"),
        ("failed", "5.4.7", "undelivered"),
        ("failed", "5.7.1", "undelivered"),
        ("failed", "5.9.9", "undelivered"),
        ("failed", "4.4.7", "undelivered"),
        ("delayed", "4.4.1", "delayed"),
        ("delayed", "5.0.0", "delayed"),
        ("delivered", "2.0.0", "delivered"),
        ("relayed", "2.1.9", "delivered"),
        ("FAILED (permanently)", "5.1.1", "bounced"),
        ("", "5.1.1", "bounced"),
        ("", "4.4.1", "delayed"),
    ],
)
def test_action_and_status_decide_together(action, status, outcome):
    assert read_report(reports.postfix(OURS, action=action, status=status)).outcome == outcome


@pytest.mark.parametrize(
    ("status", "diagnostic", "outcome"),
    [
        ("5.0.0", "smtp; 550 5.1.1 No such user", "bounced"),
        ("5.0.0", "smtp; 552 5.2.2 Over quota", "undelivered"),
        ("5.0.0", "smtp; 552 Requested mail action aborted", "undelivered"),
        ("5.0.0", "smtp; 421 Try again later", "bounced"),
        ("5.2.2", "smtp; 550 5.1.1 No such user", "undelivered"),
        ("", "smtp; 552 Over quota", "undelivered"),
        ("", "smtp; 550 No such user", "bounced"),
    ],
)
def test_the_server_that_failed_knows_more_than_a_bare_class(status, diagnostic, outcome):
    raw = reports.postfix(OURS, status=status, diagnostic=diagnostic)
    assert read_report(raw).outcome == outcome


def test_who_returns_nothing_of_our_message_names_the_address_it_was_sent_to():
    report = read_report(reports.without_message("Ana@Example.com"))
    assert report.sent is None
    assert report.recipients == ("ana@example.com",)


def test_a_returned_reminder_is_not_taken_for_the_invitation_that_it_refers_to():
    reminder = message_id("reminder", ID, "faro.example", "a secret")
    raw = reports.postfix(reminder).replace(
        b"\nReturn-Path: <hola", f"\nReferences: {OURS}\nX: <hola".encode()
    )
    assert read_report(raw).sent == Sent("reminder", ID)


def test_a_forwarded_report_is_read_too():
    raw = b"Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: message/rfc822\n\n"
    report = read_report(raw + reports.exchange(OURS) + b"\n--outer--\n")
    assert (report.outcome, report.sent) == ("bounced", Sent("invitation", ID))


def test_an_abuse_report_is_a_complaint_and_its_opposite_is_none():
    assert read_report(reports.abuse(OURS)) == Report("complained", None, Sent("invitation", ID))
    assert read_report(reports.abuse(OURS, "not-spam")).reason == "not_a_complaint"


@pytest.mark.parametrize(
    "raw", [b"", b"\xef\xbb\xbf", reports.QMAIL, b"\x00" * 1_000_000, b"Subject: away\n\nI am on holiday."]
)
def test_what_is_no_report_is_unknown(raw):
    report = read_report(raw)
    assert (report.outcome, report.reason) == ("unknown", "no_report")


def test_parts_within_parts_without_end_are_survived():
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(20_000)
    )
    assert read_report(nested).outcome == "unknown"


@given(st.binary(max_size=2000))
def test_no_bytes_whatever_make_it_fail(raw):
    read_report(raw)


PIECES = [
    reports.postfix(OURS),
    reports.exchange(OURS),
    reports.abuse(OURS),
    b"Content-Type: message/delivery-status\n",
    b'Content-Type: multipart/report; boundary*0="a',
    b"Content-Transfer-Encoding: base64\n\n=",
    b"Content-Transfer-Encoding: uuencode\n\nbegin 666 x\n!!",
    b"\n\n",
    b"--b\n",
    b"\xef\xbb\xbf",
    b"Final-Recipient:",
    b"Content-Type: text/plain; charset*=utf-9''%ff%\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=4), st.binary(max_size=40), st.integers(0, 3000))
def test_reports_that_are_cut_and_spoilt_don_t_make_it_fail(pieces, noise, cut):
    whole = b"".join(pieces)
    read_report(whole[:cut] + noise + whole[cut:])
    read_report(whole[cut:] + noise)


def test_a_report_that_is_made_to_keep_us_busy_is_read_like_any_other():
    """To look for an address anew from each letter of a long word would take hours."""
    endless = b"a" * 1_500_000
    fields = b"Final-Recipient: rfc822; " + endless + b"\nAction: failed\nStatus: 5.1.1\n"
    report = read_report(b"From: mailer@faro.example\n\n" + fields)
    assert (report.outcome, report.recipients) == ("bounced", ())
