"""Bring praise to the people whom it is for: at most one mail a person and day, with the customers' masked words."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.digests import quoted
from feedback_router.domain.local_days import due_day
from feedback_router.domain.messages import Message
from feedback_router.domain.praise import token_of
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.teams import Person
from feedback_router.store import feedback, messages, praises, rules
from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.i18n import Texts
from shared.ids import derived_id, new_id
from shared.settings import Settings

# On the clock of their team: late enough that a day's praise comes together, and before people go home.
_HOUR = 16
# What is more is counted in the mail, and read in the team's list.
_MOST = 20

_TEXTS = Texts.of("feedback_router.praise")


def send_praise(transaction: Transaction, settings: Settings, *, now: datetime) -> int:
    """Send what waits for whom it is time, and return to how many; each is one transaction with its mail."""
    with transaction() as connection:
        waiting = praises.waiting(connection)
    sent = 0
    for person in waiting:
        with transaction() as connection:
            sent += _send(connection, person, settings, now)
    return sent


def _send(connection: Connection, key: str, settings: Settings, now: datetime) -> bool:
    book = rules.in_force(connection).book
    person, zone = book.person(key), _zone(book, key)
    if person is None or person.email is None or praises.opted_out(connection, key):
        return False
    day = due_day(now, _HOUR, zone)
    message_id = derived_id("praise", key, str(day), str(now))
    taken = praises.take(connection, key, day, message_id)
    if not taken:
        return False
    messages.put(connection, _mail(connection, person, taken, message_id, settings), now)
    data = {"person": key, "day": str(day), "count": len(taken)}
    events.append(connection, [Event(new_id(), "router.praise.sent", key, now, f"praise-{message_id}", data)])
    return True


def _zone(book: RuleBook, key: str) -> str:
    team = next((team for team in book.teams if any(one.key == key for one in team.everybody)), book.teams[0])
    return team.calendar.time_zone


def _mail(
    connection: Connection, person: Person, taken: list[UUID], message_id: UUID, settings: Settings
) -> Message:
    items = [item for item in feedback.find(connection, sorted(taken)) if item.text]
    words = "\n\n".join(f"“{quoted(item.text)}”" for item in items[:_MOST])
    token = token_of(person.key, settings.secret_key)
    values = {
        "person": person.name,
        "count": len(items),
        "words": words,
        "link": f"{settings.public_url}/router/praise/{person.key}/{token}",
    }
    body = {
        "to": {"staff": person.email},
        "language": person.language,
        "subject": _TEXTS.say(person.language, "subject", **values),
        "text": _TEXTS.say(person.language, "text", **values),
        "reference": str(message_id),
    }
    return Message(message_id, None, "notice", body)
