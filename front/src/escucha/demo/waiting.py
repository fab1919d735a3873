"""Waiting until the services have heard of each other's news."""

import time
from collections.abc import Callable

from escucha.problem import Problem

_PATIENCE_S = 60


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Look again and again. Problem, in these words, when it does not come about within a minute."""
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() >= end:
            raise Problem(f"{otherwise}; the logs say why")
        time.sleep(0.2)
