"""The scheduler: rings each periodic job of the named services when its time has come.

`python -m shared.scheduler survey scoring`. It keeps nothing: what is due lies in PostgreSQL, and the bell never
rings twice for what has not been heard, so that jobs don't pile up while a worker is away. (RQ's own scheduler
pickles its jobs and queues one an interval whether or not the last was taken.)
"""

import signal
import sys
import threading
import time
from importlib import import_module

from shared.bell import SILENCE_S, Bell
from shared.log import configure
from shared.settings import Environment

# While Redis is away: what is due once a day should not wait for the next one.
_AGAIN_S = 2


def main() -> None:
    """Ring until SIGTERM or SIGINT."""
    packages = sys.argv[1:]
    configure("scheduler")
    stop = threading.Event()
    for end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(end, lambda *_: stop.set())
    bell = Bell(Environment().text("REDIS_URL"))
    rounds = [
        (package, job, arguments, seconds)
        for package in packages
        for (job, *arguments), seconds in import_module(f"{package}.jobs").PERIODIC.items()
    ]
    due = dict.fromkeys(range(len(rounds)), 0.0)
    while not stop.is_set():
        for number, (package, job, arguments, seconds) in enumerate(rounds):
            if due[number] <= time.monotonic():
                # It waits until it is rung again: a busy worker would hardly ever hear what is rung once an hour.
                rung = bell.ring(package, job, *arguments, waits_s=max(seconds - 1, SILENCE_S))
                due[number] = time.monotonic() + (seconds if rung else min(seconds, _AGAIN_S))
        stop.wait(max(0.0, min(due.values(), default=60.0) - time.monotonic()))


if __name__ == "__main__":
    main()
