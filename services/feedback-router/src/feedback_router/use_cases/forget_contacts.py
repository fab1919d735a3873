"""Forget touchpoints when the survey service does: by its retention policy, which is the company's only one."""

from datetime import datetime

from psycopg import Connection

from feedback_router.store import contacts
from shared.events import Event
from shared.follower import Transaction

_BATCH = 1000
_TOUCHPOINTS = "touchpoints"


def hear_of_retention(connection: Connection, told: list[tuple[Event, tuple[str, datetime]]]) -> None:
    """Note up to when touchpoints are forgotten; they go by and by."""
    if moments := [before for _, (what, before) in told if what == _TOUCHPOINTS]:
        contacts.retire(connection, max(moments))


def forget_contacts(transaction: Transaction) -> int:
    """In batches, so that nobody waits for it; how many were forgotten. Safe to run twice at once."""
    forgotten = 0
    while True:
        with transaction() as connection:
            batch = contacts.forget_retired(connection, _BATCH)
        forgotten += batch
        if batch < _BATCH:
            return forgotten
