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
from survey.store import customers, delivery_reports, messages, sending, suppressions
from survey.store.delivery_reports import Kept
from survey.store.messages import SentMessage
from survey.store.sending import Addressed
from survey.use_cases.accept_message import message_told

# Mail servers give up within days. What comes later, and names no message, is about somebody else's.
_RECENT = timedelta(days=30)
_SUPPRESSES = (BOUNCED, COMPLAINED)
_ENDS = (BOUNCED, UNDELIVERED)


@dataclass(frozen=True)
class _Letter:
    """The invitation that a report is about; a reminder that came back says nothing about the invitation."""

    id: UUID
    to: Addressed
    is_reminder: bool

    @property
    def customer_key(self) -> str | None:
        return self.to.customer_key

    def came_back(self, connection: Connection, outcome: str, now: datetime, request_id: str) -> Event | None:
        if self.is_reminder or not sending.came_back(connection, self.id, outcome):
            return None
        data = {
            "invitation_id": str(self.id),
            "customer_key": self.to.customer_key,
            "survey": self.to.survey,
            "version": self.to.version,
            "reason": outcome,
        }
        return Event(new_id(), "survey.invitation.failed", str(self.id), now, request_id, data)


@dataclass(frozen=True)
class _Message:
    """The message that a report is about."""

    sent: SentMessage

    @property
    def customer_key(self) -> str | None:
        return self.sent.customer_key

    def came_back(self, connection: Connection, outcome: str, now: datetime, request_id: str) -> Event | None:
        sent = self.sent
        if not messages.came_back(connection, sent.id, outcome):
            return None
        return message_told(
            sent.id,
            sent.kind,
            sent.reference,
            sent.customer_key,
            "failed",
            outcome,
            now=now,
            request_id=request_id,
        )


_About = _Letter | _Message


def take_delivery_report(
    connection: Connection, raw: bytes, *, now: datetime, request_id: str, proven_by: str | None = None
) -> Kept:
    """What was made of the report. The same bytes again change nothing and are answered the same.

    Where anybody can send one, `proven_by` is the secret key, and only what has seen our mail is believed: else anybody
    could stop the mail to anybody. From who has a key of ours, a report that names no message is matched by the address
    that it speaks of.
    """
    report_id = derived_id("delivery report", hashlib.sha256(raw).hexdigest())
    if known := delivery_reports.get(connection, report_id):
        return known
    report = read_report(raw)
    about = _hold(connection, _find(connection, report, now, proven_by))
    first = about[0] if about else None
    kept = Kept(
        report_id,
        report.outcome,
        report.reason or (None if first else "no_such_message"),
        report.status,
        first.id if isinstance(first, _Letter) else None,
        first.sent.id if isinstance(first, _Message) else None,
        first.customer_key if first else None,
        now,
    )
    if delivery_reports.insert(connection, kept):
        for each in about:
            _apply(connection, report, each, now, request_id)
    return kept


def _find(connection: Connection, report: Report, now: datetime, proven_by: str | None) -> list[_About]:
    """By our Message-ID; without one, the last invitation to each customer with the address it speaks of."""
    if proven_by is not None and not (report.sent and report.sent.is_proven(proven_by)):
        return []
    if report.sent and report.sent.mail == "message":
        message = messages.sent(connection, report.sent.id)
        return [_Message(message)] if message else []
    sent = report.sent
    ids = [sent.id] if sent else sending.last_sent_to(connection, list(report.recipients), now - _RECENT)
    is_reminder = sent is not None and sent.mail == "reminder"
    found = ((invitation_id, sending.customer_of(connection, invitation_id)) for invitation_id in ids)
    return [_Letter(invitation_id, to, is_reminder) for invitation_id, to in found if to]


def _hold(connection: Connection, about: list[_About]) -> list[_About]:
    """Those whose customer is still there, and stays until all is written down, or who are staff."""
    held = customers.hold(connection, [each.customer_key for each in about if each.customer_key])
    return [each for each in about if each.customer_key is None or each.customer_key in held]


def _apply(connection: Connection, report: Report, about: _About, now: datetime, request_id: str) -> None:
    news = []
    if report.outcome in _ENDS and (event := about.came_back(connection, report.outcome, now, request_id)):
        news.append(event)
    key = about.customer_key
    if (
        key
        and report.outcome in _SUPPRESSES
        and suppressions.suppress(connection, [key], report.outcome, now)
    ):
        data = {"customer_key": key}
        news.append(Event(new_id(), f"survey.customer.{report.outcome}", key, now, request_id, data))
    events.append(connection, news)
