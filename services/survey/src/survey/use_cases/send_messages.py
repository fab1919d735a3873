"""Send the messages that are due. What can happen at most is told in `send_due`."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from psycopg import Connection

from shared.events import Event
from shared.follower import Transaction
from survey.domain.brands import Brand
from survey.domain.invitations import MAX_ATTEMPTS
from survey.domain.touchpoints import Customer
from survey.domain.unsubscribes import withheld
from survey.mail.message import Mail
from survey.mail.outbox import Outbox
from survey.store import brands, customers, messages, suppressions
from survey.store.messages import Claimed
from survey.use_cases.accept_message import message_told
from survey.use_cases.send_due import Clock, Ready, Sender, Stopped

# A message, who gets it (None: staff), the brand, the earlier messages of its thread, and the time.
Compose = Callable[[Claimed, Customer | None, Brand, Sequence[UUID], datetime], Mail]


def send_messages(
    transaction: Transaction, outbox: Outbox, compose: Compose, clock: Clock, for_at_most: timedelta
) -> int:
    """Send what is due for that long and return how many went out. MailServerAway when nobody takes mail."""
    return Sender(messages, partial(_sift, compose), _told, transaction, outbox, clock).send_all(for_at_most)


def _sift(
    compose: Compose, connection: Connection, batch: list[Claimed]
) -> list[Ready[Claimed] | Stopped[Claimed]]:
    keys = [item.customer_key for item in batch if item.customer_key]
    known = customers.find(connection, keys)
    suppressed = suppressions.reasons(connection, keys)
    brand = brands.in_force(connection)
    threads = messages.threads(connection, [item.id for item in batch])
    checked: list[Ready[Claimed] | Stopped[Claimed]] = []
    for item in batch:
        customer = known.get(item.customer_key or "")
        if reason := _why_not(item, customer, suppressed.get(item.customer_key or "")):
            checked.append(Stopped(item, "failed", reason))
        else:
            checked.append(Ready(item, partial(compose, item, customer, brand, threads.get(item.id, []))))
    return checked


def _why_not(item: Claimed, customer: Customer | None, suppression: str | None) -> str | None:
    """Why one is not to be sent; None when it is. Who unsubscribed from surveys still gets replies."""
    if item.staff is None:
        if customer is None or not customer.email:
            return "no_address"
        if withheld("reply", suppression):
            return suppression
    return "given_up" if item.attempts > MAX_ATTEMPTS else None


def _told(item: Claimed, state: str, reason: str | None, now: datetime) -> Event:
    return message_told(
        item.id,
        item.kind,
        item.reference,
        item.customer_key,
        state,
        reason,
        now=now,
        request_id=f"send-{item.id}",
    )
