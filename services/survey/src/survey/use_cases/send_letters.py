"""Send the letters of invitations: which of the due ones may still go out, and what is told of each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from psycopg import Connection

from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id
from survey.domain.brands import Brand
from survey.domain.invitations import MAX_ATTEMPTS
from survey.domain.surveys import Survey
from survey.domain.touchpoints import Customer
from survey.domain.unsubscribes import withheld
from survey.mail.message import Mail
from survey.mail.outbox import Outbox
from survey.store import brands, contact_policies, customers, suppressions, surveys
from survey.store.sending import Claimed
from survey.use_cases.send_due import Clock, Postponed, Queue, Ready, Sender, Stopped

Compose = Callable[[Claimed, Customer, Survey, Brand, datetime], Mail]


def send_letters(
    queue: Queue[Claimed],
    sent: str,
    transaction: Transaction,
    outbox: Outbox,
    compose: Compose,
    clock: Clock,
    for_at_most: timedelta,
) -> int:
    """Send what is due for that long and return how many went out. MailServerAway when nobody takes mail.

    `sent` is the type of the event that tells of a letter that went out.
    """
    sift, tell = partial(_sift, compose, clock), partial(_told, sent)
    return Sender(queue, sift, tell, transaction, outbox, clock).send_all(for_at_most)


def _sift(
    compose: Compose, clock: Clock, connection: Connection, batch: list[Claimed]
) -> list[Ready[Claimed] | Stopped[Claimed] | Postponed[Claimed]]:
    now = clock()
    _, policy = contact_policies.in_force(connection)
    keys = [item.customer_key for item in batch]
    known = customers.find(connection, keys)
    suppressed = suppressions.reasons(connection, keys)
    brand = brands.in_force(connection)
    checked: list[Ready[Claimed] | Stopped[Claimed] | Postponed[Claimed]] = []
    for item in batch:
        customer = known.get(item.customer_key)
        if stop := _why_not(item, customer, suppressed.get(item.customer_key)):
            checked.append(Stopped(item, *stop))
        elif customer and (opens := policy.next_open(now, customer)) > now:
            # It was planned for a time at which mail may go out; a retry, or a worker that was away, made it late.
            checked.append(Postponed(item, opens))
        elif customer:
            survey = surveys.get(connection, item.survey, item.version)
            at_home = replace(customer, time_zone=policy.zone_of(customer))
            checked.append(Ready(item, partial(compose, item, at_home, survey, brand)))
    return checked


def _why_not(item: Claimed, customer: Customer | None, suppression: str | None) -> tuple[str, str] | None:
    """The state and the reason of one that is not to be sent; None when it is."""
    if suppression and withheld("survey", suppression):
        return "suppressed", suppression
    overtaken = {"revoked": item.revoked, "answered": item.answered, "open_complaint": item.complains}
    if any(overtaken.values()):
        return "suppressed", next(reason for reason, holds in overtaken.items() if holds)
    if item.expired:
        return "failed", "expired"
    if customer is None or not customer.email:
        return "failed", "no_address"
    if item.attempts > MAX_ATTEMPTS:
        return "failed", "given_up"
    return None


def _told(sent: str, item: Claimed, state: str, reason: str | None, now: datetime) -> Event:
    data = {
        "invitation_id": str(item.id),
        "customer_key": item.customer_key,
        "survey": item.survey,
        "version": item.version,
        "reason": reason,
    }
    kind = sent if state == "sent" else f"survey.invitation.{state}"
    return Event(new_id(), kind, str(item.id), now, f"send-{item.id}", data)
