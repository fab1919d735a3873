"""Waiting for something to become true, instead of for time to pass."""

import time
from collections.abc import Callable


def wait_until(what: Callable[[], object], patience: float = 60.0) -> None:
    """Return as soon as `what` holds; fail when it never does."""
    deadline = time.monotonic() + patience
    while not what():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)
