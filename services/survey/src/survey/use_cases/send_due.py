"""Send letters that are due: claim a batch, hand each to the mail server, write down what became of it.

What can happen at most: a worker, or a database, that dies between the mail server's "accepted" and the mark leaves
one letter for each connection of its outbox that goes out again when the lease of its claim has ended, with the same
Message-ID. The same holds for a mail server that goes silent after it had the whole letter. A crash never repeats a
batch, and what was claimed and not sent is sent after the lease.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event as Flag
from typing import Protocol
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id
from survey.domain.invitations import MAX_ATTEMPTS, retry_at
from survey.domain.surveys import Survey
from survey.domain.touchpoints import Customer
from survey.domain.unsubscribes import withheld
from survey.mail.connection import MailServerAway, Refused
from survey.mail.message import AddressUnusable, Mail
from survey.mail.outbox import Outbox
from survey.store import customers, suppressions, surveys
from survey.store.sending import Claimed

_BATCH = 200
_AWAY = timedelta(minutes=1)

Compose = Callable[[Claimed, Customer, Survey, datetime], Mail]
Clock = Callable[[], datetime]


class Queue(Protocol):
    """Where letters of one kind wait: `store.sending` and `store.reminding` are such."""

    def claim(self, connection: Connection, now: datetime, limit: int, /) -> list[Claimed]:
        """Take those that are due."""

    def mark_sent(self, connection: Connection, invitation_id: UUID, now: datetime, /) -> bool:
        """The mail server took it."""

    def withdraw(self, connection: Connection, ids: list[UUID], state: str, reason: str, /) -> set[UUID]:
        """It is never sent."""

    def put_back(self, connection: Connection, ids: list[UUID], at: datetime, /, *, counted: bool) -> None:
        """It is due again at that time."""


@dataclass(frozen=True)
class Ready:
    """A claimed invitation with all that its letter is made of."""

    item: Claimed
    customer: Customer
    survey: Survey


@dataclass(frozen=True)
class Sender:
    """Sends what waits in one queue. `sent` is the type of the event that tells of a letter that went out."""

    queue: Queue
    sent: str
    transaction: Transaction
    outbox: Outbox
    compose: Compose
    clock: Clock

    def send_all(self, for_at_most: timedelta) -> int:
        """Send what is due for that long and return how many went out. MailServerAway when nobody takes mail."""
        until = self.clock() + for_at_most
        sent = 0
        with ThreadPoolExecutor(self.outbox.connections) as pool:
            while self.clock() < until:
                with self.transaction() as connection:
                    batch = self.queue.claim(connection, self.clock(), _BATCH)
                    ready = self._sift(connection, batch)
                if not batch:
                    break
                sent += self._send_batch(pool, ready, until)
        return sent

    def _sift(self, connection: Connection, batch: list[Claimed]) -> list[Ready]:
        """Those that may still be sent; the others are settled. Much may have happened since they were planned."""
        keys = [item.customer_key for item in batch]
        known = customers.find(connection, keys)
        suppressed = suppressions.reasons(connection, keys)
        ready: list[Ready] = []
        for item in batch:
            customer = known.get(item.customer_key)
            if stop := _why_not(item, customer, suppressed.get(item.customer_key)):
                self._withdraw(connection, item, *stop)
            elif customer:
                ready.append(Ready(item, customer, surveys.get(connection, item.survey, item.version)))
        return ready

    def _send_batch(self, pool: ThreadPoolExecutor, batch: list[Ready], until: datetime) -> int:
        waiting: SimpleQueue[Ready] = SimpleQueue()
        for ready in batch:
            waiting.put(ready)
        stop = Flag()
        runs = [pool.submit(self._work, waiting, stop, until) for _ in range(self.outbox.connections)]
        errors = [error for run in runs if (error := run.exception())]
        away = next((error for error in errors if isinstance(error, MailServerAway)), None)
        if not waiting.empty():
            untried = [waiting.get().item.id for _ in range(waiting.qsize())]
            at = self.clock() + (_AWAY if away else timedelta(0))
            with self.transaction() as connection:
                self.queue.put_back(connection, untried, at, counted=False)
        if errors:
            raise away or errors[0]
        return sum(run.result() for run in runs)

    def _work(self, waiting: SimpleQueue[Ready], stop: Flag, until: datetime) -> int:
        """Send one after the other, each marked and committed before the next, until nothing waits or all stop."""
        sent = 0
        with self.transaction() as connection:
            while not stop.is_set() and self.clock() < until:
                try:
                    ready = waiting.get_nowait()
                except Empty:
                    break
                try:
                    sent += self._send(connection, ready)
                except MailServerAway:
                    waiting.put(ready)
                    stop.set()
                    raise
                except BaseException:
                    stop.set()
                    raise
                connection.commit()
        return sent

    def _send(self, connection: Connection, ready: Ready) -> int:
        """1 when it went out, 0 when it will be tried again or never."""
        item = ready.item
        try:
            self.outbox.send(self.compose(item, ready.customer, ready.survey, self.clock()))
        except AddressUnusable:
            self._withdraw(connection, item, "failed", "address_unusable")
            return 0
        except Refused as refused:
            later = retry_at(self.clock(), item.attempts) if refused.temporary else None
            if later:
                self.queue.put_back(connection, [item.id], later, counted=True)
            else:
                self._withdraw(connection, item, "failed", "refused_by_mail_server")
            return 0
        now = self.clock()
        if self.queue.mark_sent(connection, item.id, now):
            _tell(connection, item, self.sent, None, now)
        return 1

    def _withdraw(self, connection: Connection, item: Claimed, state: str, reason: str) -> None:
        if self.queue.withdraw(connection, [item.id], state, reason):
            _tell(connection, item, f"survey.invitation.{state}", reason, self.clock())


def _why_not(item: Claimed, customer: Customer | None, suppression: str | None) -> tuple[str, str] | None:
    """The state and the reason of one that is not to be sent; None when it is."""
    if suppression and withheld("survey", suppression):
        return "suppressed", suppression
    if item.answered:
        return "suppressed", "answered"
    if item.expired:
        return "failed", "expired"
    if customer is None or not customer.email:
        return "failed", "no_address"
    if item.attempts > MAX_ATTEMPTS:
        return "failed", "given_up"
    return None


def _tell(connection: Connection, item: Claimed, kind: str, reason: str | None, now: datetime) -> None:
    data = {
        "invitation_id": str(item.id),
        "customer_key": item.customer_key,
        "survey": item.survey,
        "version": item.version,
        "reason": reason,
    }
    events.append(connection, [Event(new_id(), kind, str(item.id), now, f"send-{item.id}", data)])
