"""Take in what a mail server tells about a message of ours: once, and never refusing what can't be understood."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import derived_id, new_id
from survey.domain.delivery_reports import BOUNCED, COMPLAINED, UNDELIVERED, Report, read_report
from survey.store import delivery_reports, sending, suppressions
from survey.store.delivery_reports import Kept

# Mail servers give up within days. What comes later, and names no message, is about somebody else's.
_RECENT = timedelta(days=30)
_SUPPRESSES = (BOUNCED, COMPLAINED)
_ENDS = (BOUNCED, UNDELIVERED)


@dataclass(frozen=True)
class _About:
    invitation_id: UUID
    customer_key: str
    survey: str
    version: int


def take_delivery_report(connection: Connection, raw: bytes, *, now: datetime, request_id: str) -> Kept:
    """What was made of the report. The same bytes again change nothing and are answered the same."""
    report_id = derived_id("delivery report", hashlib.sha256(raw).hexdigest())
    if known := delivery_reports.get(connection, report_id):
        return known
    report = read_report(raw)
    about = _find(connection, report, now)
    first = about[0] if about else None
    kept = Kept(
        report_id,
        report.outcome,
        report.reason or (None if first else "no_such_message"),
        report.status,
        first.invitation_id if first else None,
        first.customer_key if first else None,
        now,
    )
    if delivery_reports.insert(connection, kept):
        for each in about:
            _apply(connection, report, each, now, request_id)
    return kept


def _find(connection: Connection, report: Report, now: datetime) -> list[_About]:
    """By our Message-ID; without one, the last message to each customer with the address it speaks of."""
    if report.sent:
        ids = [report.sent.invitation_id]
    elif report.recipients:
        ids = sending.last_sent_to(connection, list(report.recipients), now - _RECENT)
    else:
        ids = []
    found = ((invitation_id, sending.customer_of(connection, invitation_id)) for invitation_id in ids)
    return [_About(i, to.customer_key, to.survey, to.version) for i, to in found if to]


def _apply(connection: Connection, report: Report, about: _About, now: datetime, request_id: str) -> None:
    news = []
    # A reminder that came back says nothing about the invitation, which was there before.
    is_reminder = report.sent is not None and report.sent.letter == "reminder"
    if (
        report.outcome in _ENDS
        and not is_reminder
        and sending.came_back(connection, about.invitation_id, report.outcome)
    ):
        data = {
            "invitation_id": str(about.invitation_id),
            "customer_key": about.customer_key,
            "survey": about.survey,
            "version": about.version,
            "reason": report.outcome,
        }
        subject = str(about.invitation_id)
        news.append(Event(new_id(), "survey.invitation.failed", subject, now, request_id, data))
    if report.outcome in _SUPPRESSES and suppressions.suppress(
        connection, [about.customer_key], report.outcome, now
    ):
        kind = f"survey.customer.{report.outcome}"
        data = {"customer_key": about.customer_key}
        news.append(Event(new_id(), kind, about.customer_key, now, request_id, data))
    events.append(connection, news)
