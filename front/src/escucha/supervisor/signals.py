"""Signals, heard where the program pauses and nowhere else: no step is ever cut in half."""

import os
import select
import signal
from collections.abc import Callable
from types import FrameType, TracebackType

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAskedError(Exception):
    """Somebody asked us to stop."""


class Signals:
    """While entered, the first SIGINT, SIGTERM or SIGHUP ends the next pause; the second calls `on_second`."""

    def __init__(self, on_second: Callable[[], None]) -> None:
        self.asked = False
        self._on_second = on_second

    def __enter__(self) -> "Signals":
        self._reader, self._writer = os.pipe()
        for end in (self._reader, self._writer):
            os.set_blocking(end, False)
        self._wakeup = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        # Under nohup the terminal's end is not ours.
        deaf = {sign for sign in (signal.SIGHUP,) if signal.getsignal(sign) == signal.SIG_IGN}
        self._former = {sign: signal.signal(sign, self._hear) for sign in _STOPPING if sign not in deaf}
        # A child's end is no message to us, but it ends the pause.
        self._former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sign, handler in self._former.items():
            signal.signal(sign, handler)
        signal.set_wakeup_fd(self._wakeup)
        os.close(self._reader)
        os.close(self._writer)

    def pause(self, seconds: float) -> None:
        """Wait, at most until something happens. StopAskedError when we are to stop."""
        if not self.asked and select.select([self._reader], [], [], seconds)[0]:
            os.read(self._reader, 4096)
        if self.asked:
            raise StopAskedError

    def _hear(self, sign: int, frame: FrameType | None) -> None:  # noqa: ARG002  the shape of a handler
        if self.asked:
            self._on_second()
        self.asked = True
