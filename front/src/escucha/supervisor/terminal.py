"""What the person at the terminal sees: one line a step, closed when the step is done."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress


class Terminal:
    """Lines on standard output. A terminal that went away is no reason to stop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since = 0.0
        self._open = False

    def begin(self, step: str) -> None:
        """Name a step that takes time."""
        self._close()
        self._since = self._clock()
        self._write(f"  {step} …")
        self._open = True

    def done(self, outcome: str = "ready") -> None:
        """The step is done; says how long it took."""
        seconds = self._clock() - self._since
        self._open = False
        self._write(f" {outcome} in {seconds:.1f} s\n")

    def say(self, line: str) -> None:
        """One line of its own."""
        self._close()
        self._write(f"{line}\n")

    def fail(self, line: str) -> None:
        """Why it ends here, on standard error."""
        self._close()
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")

    def _close(self) -> None:
        if self._open:
            self._write("\n")
            self._open = False

    @staticmethod
    def _write(text: str) -> None:
        # Better a question mark than no line, where the terminal knows fewer letters than we do.
        known = sys.stdout.encoding or "ascii"
        with suppress(OSError, ValueError):
            sys.stdout.write(text.encode(known, "replace").decode(known))
            sys.stdout.flush()
