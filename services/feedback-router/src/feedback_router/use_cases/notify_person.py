"""Write to somebody of the company that an item needs them; the mail says nothing of what the customer said."""

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.links import Links
from feedback_router.domain.messages import Message
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.teams import Person
from feedback_router.store import messages
from shared.i18n import Texts
from shared.ids import derived_id

Occurrence = Literal["assigned", "due_soon", "overdue", "escalated", "wanted"]

_TEXTS = Texts.of("feedback_router")


def notify_person(
    connection: Connection, book: RuleBook, item: Feedback, what: Occurrence, links: Links, now: datetime
) -> None:
    """Write to who answers for the item, if they have an address."""
    person = book.person(item.accountable)
    if person is None or person.email is None or item.due_at is None:
        return
    team = book.team(item.team)
    due = item.due_at.astimezone(ZoneInfo(team.calendar.time_zone))
    body = _mail(
        person,
        what,
        reference=str(item.id),
        person=person.name,
        team=team.name,
        severity=item.severity,
        due=f"{due:%Y-%m-%d %H:%M} ({team.calendar.time_zone})",
        link=links.item(item.id),
    )
    # One mail about one state of things, should the same be noticed twice.
    message_id = derived_id("notice", str(item.id), what, person.key, str(item.due_at), str(now))
    messages.put(connection, Message(message_id, item.id, "notice", body), now)


def notify_of_triage(
    connection: Connection, book: RuleBook, waiting: int, links: Links, now: datetime
) -> None:
    """Write to the owner of triage that too much waits there."""
    owner = next(iter(book.team(book.triage).owners), None) or book.executive
    if owner is None or owner.email is None:
        return
    body = _mail(
        owner,
        "triage",
        reference="triage",
        person=owner.name,
        waiting=waiting,
        link=links.by_due_time(book.triage),
    )
    messages.put(connection, Message(derived_id("notice", "triage", str(now)), None, "notice", body), now)


def _mail(to: Person, what: str, *, reference: str, **values: Any) -> dict[str, Any]:
    return {
        "to": {"staff": to.email},
        "language": to.language,
        "subject": _TEXTS.say(to.language, f"{what}_subject", **values),
        "text": _TEXTS.say(to.language, f"{what}_text", **values),
        "reference": reference,
    }
