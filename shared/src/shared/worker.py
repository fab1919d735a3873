"""The worker of one service: `python -m shared.worker survey`.

Jobs run in this process, one after the other: they are short, may run twice, and find their work in PostgreSQL.
"""

import sys
from functools import cache
from importlib import import_module

import structlog
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from shared.bell import connect, mark_of
from shared.log import configure
from shared.memory import keep_what_is_loaded
from shared.settings import Environment

log = structlog.get_logger()


@cache
def _redis() -> Redis:
    return connect(Environment().text("REDIS_URL"))


def run(package: str, job: str, *arguments: str) -> None:
    """What every RQ job is: forget the ring, then do the service's job of that name."""
    _redis().delete(mark_of(package, job, *arguments))
    structlog.contextvars.bind_contextvars(service=package, job=job)
    getattr(import_module(f"{package}.jobs"), job)(*arguments)


def main() -> None:
    """Work off one service's queue until told to stop."""
    package = sys.argv[1]
    configure(package)
    import_module(f"{package}.jobs")
    keep_what_is_loaded()
    queue = Queue(package, connection=_redis(), serializer=JSONSerializer)
    SimpleWorker([queue], connection=_redis(), serializer=JSONSerializer).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
