"""Take away what is older than the retention policy allows, in batches that may stop and go on at any time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id
from survey.domain.retention import RetentionPolicy
from survey.store import retention, retention_policies
from survey.use_cases.send_due import Clock

ANONYMISED = "survey.responses.anonymised"
APPLIED = "survey.retention.applied"
# Also the most responses that one event names.
BATCH = 500

# One batch in a transaction: how many rows were looked at, and the event that tells of it, if anything changed.
Step = Callable[[Connection, datetime, datetime], tuple[int, Event | None]]


def apply_retention(transaction: Transaction, clock: Clock, for_at_most: timedelta) -> bool:
    """True when nothing is left to do, False when time did not suffice. Each batch is committed with its event."""
    until = clock() + for_at_most
    with transaction() as connection:
        _, policy = retention_policies.in_force(connection)
    return all(_take_away(transaction, policy, what, step, clock, until) for what, step in _STEPS)


def _take_away(
    transaction: Transaction,
    policy: RetentionPolicy,
    what: str,
    step: Step,
    clock: Clock,
    until: datetime,
) -> bool:
    now = clock()
    before = policy.before(what, now)
    if before is None:
        return True
    while clock() < until:
        with transaction() as connection:
            looked_at, told = step(connection, before, now)
            if told:
                events.append(connection, [told])
        if looked_at < BATCH:
            return True
    return False


def _deleting(what: str) -> Step:
    def step(connection: Connection, before: datetime, now: datetime) -> tuple[int, Event | None]:
        gone = retention.forget(connection, what, before, now, BATCH)
        return gone, _applied(what, gone, before, now)

    return step


def _responses(connection: Connection, before: datetime, now: datetime) -> tuple[int, Event | None]:
    looked_at, ids = retention.forget_who_answered(connection, before, now, BATCH)
    if not ids:
        return looked_at, None
    data = {"response_ids": [str(response_id) for response_id in ids]}
    return looked_at, Event(new_id(), ANONYMISED, "responses", now, "retention", data)


def _customers(connection: Connection, before: datetime, now: datetime) -> tuple[int, Event | None]:
    looked_at, gone = retention.forget_customers(connection, before, BATCH)
    return looked_at, _applied("customers", len(gone), before, now)


def _events(connection: Connection, before: datetime, now: datetime) -> tuple[int, Event | None]:
    looked_at, changed = retention.forget_what_was_told(connection, before, BATCH)
    return looked_at, _applied("events", changed, before, now)


def _applied(what: str, n: int, before: datetime, now: datetime) -> Event | None:
    """How many went, and nothing of what they were."""
    if not n:
        return None
    data = {"what": what, "n": n, "before": before.isoformat()}
    return Event(new_id(), APPLIED, what, now, "retention", data)


# By the period of the policy that counts. The log first: it must not know longer than the tables. Customers last: they
# go when nothing else of them is left.
_STEPS: tuple[tuple[str, Step], ...] = (
    ("events", _events),
    ("responses", _responses),
    ("responses", _deleting("rejected_answers")),
    ("touchpoints", _deleting("touchpoints")),
    ("invitations", _deleting("invitations")),
    ("messages", _deleting("messages")),
    ("delivery_reports", _deleting("delivery_reports")),
    ("delivery_reports", _deleting("mailbox_mails")),
    ("customers", _customers),
)
