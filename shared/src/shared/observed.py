"""What is noted of every request, whoever answers it: its id, one line in the log, its figures."""

import json
import re
import secrets
import time
from functools import lru_cache
from http import HTTPMethod

import structlog
from prometheus_client import Counter, Histogram

from shared import log, metrics
from shared.clock import now

_REQUEST_ID = re.compile(r"[\w.-]{1,64}")
# Those that HTTP has. Anybody may send others, and each would be a series of figures for ever.
_METHODS = frozenset(HTTPMethod)


def begin(service: str, given: str) -> str:
    """The id that follows this request through logs and events: the one that it came with, if that is one."""
    request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    # Every request says both anew, so nothing of the one before it is left on a thread.
    structlog.contextvars.bind_contextvars(service=service, request_id=request_id)
    return request_id


def end(service: str, request_id: str, route: str, method: str, status: int, started: float) -> None:
    """Count and log an answer. `route` is a pattern, never the path: a path may hold a customer's token.

    The line is what structlog would write, put together by hand: every request pays for it.
    """
    seconds = time.perf_counter() - started
    line, count, duration = _noted(service, route, method if method in _METHODS else "other", status)
    count.inc()
    duration.observe(seconds)
    timestamp = now().isoformat().replace("+00:00", "Z")
    ms = round(seconds * 1000, 1)
    log.write(f'{line}, "request_id": "{request_id}", "ms": {ms}, "timestamp": "{timestamp}"}}')


@lru_cache(maxsize=1000)
def _noted(service: str, route: str, method: str, status: int) -> tuple[str, Counter, Histogram]:
    """What is the same for all such answers: how their line begins, and where they are counted."""
    told = {"event": "request", "level": "info", "service": service, "method": method, "route": route}
    return (
        json.dumps({**told, "status": status})[:-1],
        metrics.REQUESTS.labels(service, route, method, status),
        metrics.SECONDS.labels(service, route, method),
    )
