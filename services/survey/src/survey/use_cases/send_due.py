"""Send letters that are due: claim a batch, hand each to the mail server, write down what became of it.

What can happen at most: a worker, or a database, that dies between the mail server's "accepted" and the mark leaves
one letter for each connection of its outbox that goes out again when the lease of its claim has ended, with the same
Message-ID. The same holds for a mail server that goes silent after it had the whole letter. A crash never repeats a
batch, and what was claimed and not sent is sent after the lease.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event as Flag
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.follower import Transaction
from survey.domain.invitations import retry_at
from survey.mail.connection import MailServerAway, Refused
from survey.mail.message import AddressUnusable, Mail
from survey.mail.outbox import Outbox

_BATCH = 200
_AWAY = timedelta(minutes=1)

Clock = Callable[[], datetime]


class Letter(Protocol):
    """Something that is sent: an invitation, a reminder, a message. `attempts` counts this one too."""

    @property
    def id(self) -> UUID:
        """Which one."""

    @property
    def attempts(self) -> int:
        """How often it was claimed."""


L = TypeVar("L", bound=Letter)


class Queue(Protocol[L]):
    """Where letters of one kind wait: `store.sending`, `store.reminding` and `store.messages` are such."""

    def claim(self, connection: Connection, now: datetime, limit: int, /) -> list[L]:
        """Take those that are due."""

    def mark_sent(self, connection: Connection, letter_id: UUID, now: datetime, /) -> bool:
        """The mail server took it."""

    def withdraw(self, connection: Connection, ids: list[UUID], state: str, reason: str, /) -> set[UUID]:
        """It is never sent."""

    def put_back(self, connection: Connection, ids: list[UUID], at: datetime, /, *, counted: bool) -> None:
        """It is due again at that time."""


@dataclass(frozen=True)
class Ready(Generic[L]):
    """A claimed letter that may be sent. `write` makes the mail of it; AddressUnusable when it can't."""

    item: L
    write: Callable[[datetime], Mail]


@dataclass(frozen=True)
class Stopped(Generic[L]):
    """A claimed letter that is not to be sent, with its state from now on and the reason."""

    item: L
    state: str
    reason: str


@dataclass(frozen=True)
class Postponed(Generic[L]):
    """A claimed letter that is due again at that moment, since now is no time to send it. It was no attempt."""

    item: L
    until: datetime


@dataclass(frozen=True)
class Sender(Generic[L]):
    """Sends what waits in one queue.

    `sift` says of each claimed letter whether it may still be sent: much may have happened since it was planned.
    `tell` is the event about a letter whose state is now sent, failed or suppressed, with the reason.
    """

    queue: Queue[L]
    sift: Callable[[Connection, list[L]], Sequence[Ready[L] | Stopped[L] | Postponed[L]]]
    tell: Callable[[L, str, str | None, datetime], Event]
    transaction: Transaction
    outbox: Outbox
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

    def _sift(self, connection: Connection, batch: list[L]) -> list[Ready[L]]:
        """Those that may still be sent, and now; the others are settled, or put back."""
        ready: list[Ready[L]] = []
        for checked in self.sift(connection, batch):
            match checked:
                case Stopped(item, state, reason):
                    self._withdraw(connection, item, state, reason)
                case Postponed(item, until):
                    self.queue.put_back(connection, [item.id], until, counted=False)
                case Ready():
                    ready.append(checked)
        return ready

    def _send_batch(self, pool: ThreadPoolExecutor, batch: list[Ready[L]], until: datetime) -> int:
        waiting: SimpleQueue[Ready[L]] = SimpleQueue()
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

    def _work(self, waiting: SimpleQueue[Ready[L]], stop: Flag, until: datetime) -> int:
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

    def _send(self, connection: Connection, ready: Ready[L]) -> int:
        """1 when it went out, 0 when it will be tried again or never."""
        item = ready.item
        try:
            self.outbox.send(ready.write(self.clock()))
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
            events.append(connection, [self.tell(item, "sent", None, now)])
        return 1

    def _withdraw(self, connection: Connection, item: L, state: str, reason: str) -> None:
        if self.queue.withdraw(connection, [item.id], state, reason):
            events.append(connection, [self.tell(item, state, reason, self.clock())])
