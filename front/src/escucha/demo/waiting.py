"""Waiting until the services have heard of each other's news."""

import time
from collections.abc import Callable

from escucha.problem import Problem

_PATIENCE_S = 60


def wait_for(enough: int, seen: Callable[[], int], otherwise: str) -> None:
    """Look again and again until so many are seen. Problem, in these words, when for a minute no more come.

    A slow machine may take as long as it needs.
    """
    most, since = -1, time.monotonic()
    while (now := seen()) < enough:
        if now > most:
            most, since = now, time.monotonic()
        elif time.monotonic() - since >= _PATIENCE_S:
            raise Problem(f"{otherwise}; the logs say why")
        time.sleep(0.5)
