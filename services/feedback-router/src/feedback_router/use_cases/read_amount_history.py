"""Read the survey's log from its beginning for amounts that were declared only now, once.

So a policy can be tried on what happened before anybody thought of it. Nothing that is found in the past is decided.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from feedback_router.store import amounts
from shared import follower
from shared.follower import Batch, Fetch, Handler, Transaction

# A place of its own in the survey's log, beside the one up to which comments are routed.
HISTORY = "survey/amounts"


def read_amount_history(
    read: Transaction,
    change: Transaction,
    fetch: Fetch,
    handlers: Mapping[str, Handler],
    clock: Callable[[], datetime],
    for_at_most: timedelta,
) -> int:
    """Read on for that long where there is something to read, and return how many events were read."""
    with read() as connection:
        unread = [known.attribute for known in amounts.declared(connection) if not known.history_read]
    if not unread:
        return 0
    at_end = False

    def noting_the_end(after: str, limit: int) -> Batch:
        nonlocal at_end
        batch = fetch(after, limit)
        at_end = not batch.more
        return batch

    some = follower.for_a_while(noting_the_end, clock, for_at_most)
    n = follower.follow(read, change, HISTORY, some, handlers)
    if at_end:
        with change() as connection:
            amounts.history_was_read(connection, unread)
    return n
