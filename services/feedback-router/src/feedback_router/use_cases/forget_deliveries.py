"""Forget the log of deliveries after a while, and what is left of deleted webhooks."""

from datetime import datetime, timedelta

from feedback_router.store import deliveries, webhooks
from shared.follower import Transaction

KEPT = timedelta(days=30)
_BATCH = 5000


def forget_deliveries(transaction: Transaction, *, now: datetime) -> int:
    """In batches, so that nobody waits for it; how many deliveries were forgotten."""
    forgotten = 0
    while True:
        with transaction() as connection:
            batch = deliveries.forget_old(connection, now - KEPT, _BATCH)
            if not batch:
                webhooks.sweep(connection)
                return forgotten
        forgotten += batch
