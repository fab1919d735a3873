"""Fold what happened to invitations into the waterfall by day, so that who reads it has little to add up."""

from datetime import timedelta

from shared.follower import Transaction
from survey.store import waterfall
from survey.use_cases.send_due import Clock

_BATCH = 50_000


def fold_waterfall(transaction: Transaction, clock: Clock, for_at_most: timedelta) -> int:
    """How many changes were folded. It may run twice at once: each change is folded by one of them."""
    until = clock() + for_at_most
    folded = 0
    while clock() < until:
        with transaction() as connection:
            batch = waterfall.fold(connection, _BATCH)
        folded += batch
        if batch < _BATCH:
            break
    return folded
