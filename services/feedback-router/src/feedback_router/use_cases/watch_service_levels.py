"""Look after what is due: warn before, tell when it is late, and go up the escalation until somebody answers for it."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.desks import Desk
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.links import Links
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.service_levels import Alarm, Step, next_step
from feedback_router.domain.states import Escalate
from feedback_router.store import rules, service_levels
from feedback_router.use_cases.advance_feedback import Occasion, hand_over, told
from feedback_router.use_cases.notify_person import notify_of_triage, notify_person
from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id
from shared.settings import Settings

_BATCH = 200
# Who acts when nobody does.
_BY = "escucha"


def watch_service_levels(transaction: Transaction, settings: Settings, *, now: datetime) -> int:
    """Take each step for which it is time, and return how many these were.

    Each batch is one transaction with its events. Safe to run twice at once: nobody looks at an item that another
    looks at, and a step that was taken is not due any more.
    """
    taken = 0
    while True:
        with transaction() as connection:
            book = rules.in_force(connection).book
            batch = service_levels.to_look_at(connection, now, _BATCH)
            for item in batch:
                _step(connection, item, book, settings, now)
        taken += len(batch)
        if len(batch) < _BATCH:
            return taken


def watch_triage(connection: Connection, settings: Settings, *, now: datetime) -> None:
    """Tell the owner of triage, once, when too much waits there; and tell when it does no more."""
    book = rules.in_force(connection).book
    waiting = service_levels.count_waiting(connection, book.triage)
    if waiting >= book.triage_alarm:
        if service_levels.raise_triage_alarm(connection, waiting, now):
            notify_of_triage(connection, book, waiting, Links(settings.public_url), now)
            events.append(connection, [_triage(book, "raised", waiting, now)])
    elif service_levels.end_triage_alarm(connection, now):
        events.append(connection, [_triage(book, "ended", waiting, now)])


def _step(connection: Connection, item: Feedback, book: RuleBook, settings: Settings, now: datetime) -> None:
    links = Links(settings.public_url)
    desk = rules.desk(book, item.team, now)
    occasion = Occasion(_BY, now, f"service-level-{item.id}")
    due = item.due_at
    if due is None:
        return  # the table keeps no such row
    step = next_step(Alarm(item.alarm), due, now)
    if step is Step.ESCALATE:
        _escalate(connection, item, book, desk, settings, occasion)
        return
    if step is Step.DUE_SOON:
        notify_person(connection, book, item, "due_soon", links, now)
        service_levels.note(connection, item.id, Alarm.DUE_SOON, due)
    else:
        notify_person(connection, book, item, "overdue", links, now)
        service_levels.note(connection, item.id, Alarm.OVERDUE, desk.escalate_at(item.severity, now))
    events.append(connection, [told(item, step, occasion)])


def _escalate(
    connection: Connection,
    item: Feedback,
    book: RuleBook,
    desk: Desk,
    settings: Settings,
    occasion: Occasion,
) -> None:
    """The next in the chain answers for it from now on; after the last, nobody looks any more."""
    chain = desk.team.chain(book.executive)
    if item.escalations + 1 >= len(chain):
        service_levels.note(connection, item.id, Alarm.OVERDUE, None)
        return
    hand_over(connection, item, Escalate(Step.OVERDUE), book, settings, occasion)
    last = item.escalations + 2 >= len(chain)
    again = None if last else desk.escalate_at(item.severity, occasion.at)
    service_levels.note(connection, item.id, Alarm.OVERDUE, again)


def _triage(book: RuleBook, what: str, waiting: int, now: datetime) -> Event:
    data = {"team": book.triage, "waiting": waiting, "alarm_at": book.triage_alarm}
    return Event(new_id(), f"router.triage.alarm.{what}", book.triage, now, "triage", data)
