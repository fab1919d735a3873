"""What is noted of every request, whoever answers it: its id, one line in the log, its figures."""

import re
import secrets
import time

import structlog

from shared import metrics

log = structlog.get_logger()

_REQUEST_ID = re.compile(r"[\w.-]{1,64}")


def begin(service: str, given: str) -> str:
    """The id that follows this request through logs and events: the one that it came with, if that is one."""
    request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(service=service, request_id=request_id)
    return request_id


def end(service: str, route: str, method: str, status: int, started: float) -> None:
    """Count and log an answer. `route` is a pattern, never the path: a path may hold a customer's token."""
    seconds = time.perf_counter() - started
    metrics.REQUESTS.labels(service, route, method, status).inc()
    metrics.SECONDS.labels(service, route, method).observe(seconds)
    log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
