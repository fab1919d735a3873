"""The way out: a few connections to the mail server, kept for as long as there is something to send."""

import threading
import time
from queue import Empty, LifoQueue
from types import TracebackType
from urllib.parse import urlsplit

from survey.mail.connection import Broken, Connection, MailServerAway
from survey.mail.message import Mail


class Outbox:
    """Sends to the server that `smtp://` (STARTTLS where it is offered) or `smtps://` names.

    May be used by as many threads as `connections` says; together they send at most `rate` messages a second.
    """

    def __init__(self, smtp_url: str, *, connections: int = 1, rate: float | None = None) -> None:
        self.connections = connections
        self._url = urlsplit(smtp_url)
        self._idle: LifoQueue[Connection] = LifoQueue()
        self._pace = Pace(rate)

    def __enter__(self) -> "Outbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while (connection := self._take()) is not None:
            connection.close()

    def send(self, mail: Mail) -> None:
        """Hand one message to the server. Refused when it is not taken, MailServerAway when nobody answers."""
        self._pace.wait()
        connection = self._take()
        if connection is not None:
            try:
                return self._send(connection, mail)
            except Broken:
                pass  # servers end a connection when it has idled or carried enough; a new one tells whether they live
        try:
            return self._send(Connection(self._url), mail)
        except Broken as error:
            raise MailServerAway(str(error)) from error

    def _send(self, connection: Connection, mail: Mail) -> None:
        try:
            connection.send(mail)
        finally:
            if connection.usable:
                self._idle.put(connection)

    def _take(self) -> Connection | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None


class Pace:
    """Lets at most so many pass a second, evenly; None lets all pass at once."""

    def __init__(self, per_second: float | None) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when it is the caller's turn."""
        if not self._gap:
            return
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + self._gap
        time.sleep(max(0.0, turn - time.monotonic()))
