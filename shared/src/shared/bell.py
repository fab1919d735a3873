"""The bell: a hint over Redis that there is something to do now. Lost hints cost time, never work."""

import threading
import time

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

# A ring that was noted but never became a job (a crash in between) may silence the bell for this long, or until a
# periodic job would be rung again.
SILENCE_S = 5
# While Redis is away, ask it only this often: a customer who answers should not wait for it each time.
_PAUSE_S = 1.0
# What is rung soon is rung this much later at most, once for all who asked meanwhile.
_SOON_S = 0.02

log = structlog.get_logger()


def connect(redis_url: str) -> Redis:
    """A client with short timeouts: nothing that a customer waits for hangs on Redis."""
    return Redis.from_url(redis_url, socket_timeout=10, socket_connect_timeout=1, health_check_interval=30)


class Bell:
    """Rings jobs awake, each at most once until it has been heard, however often it is rung."""

    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._quiet_until = 0.0
        self._asked: set[tuple[str, ...]] = set()
        self._is_asked = threading.Event()
        self._ringer: threading.Thread | None = None
        self._starting = threading.Lock()

    def ring(self, package: str, job: str, *arguments: str, waits_s: int = SILENCE_S) -> bool:
        """Ask the worker of `package` to run its `jobs.<job>` soon. Never raises: False when Redis is away.

        A worker that has not heard of it after `waits_s` seconds never does, unless it is rung again.
        """
        if time.monotonic() < self._quiet_until:
            return False
        mark = mark_of(package, job, *arguments)
        try:
            if self._redis.set(mark, 1, nx=True, ex=waits_s):
                queue = Queue(package, connection=self._redis, serializer=JSONSerializer)
                queue.enqueue_call(
                    "shared.worker.run",
                    args=(package, job, *arguments),
                    timeout=120,
                    ttl=waits_s,  # not heard by then: rung anew, so nothing piles up while a worker is away
                    result_ttl=0,
                    failure_ttl=3600,
                )
        except RedisError as error:
            self._quiet_until = time.monotonic() + _PAUSE_S
            log.warning("bell.unheard", package=package, job=job, error=str(error))
            return False
        return True

    def ring_soon(self, package: str, job: str, *arguments: str) -> None:
        """Ring from a thread of its own: for where a customer waits, and many come at once."""
        asked = (package, job, *arguments)
        if asked not in self._asked:
            self._asked.add(asked)
            self._is_asked.set()
        if self._ringer is None or not self._ringer.is_alive():  # a fork leaves its threads behind
            with self._starting:
                if self._ringer is None or not self._ringer.is_alive():
                    self._ringer = threading.Thread(target=self._ring_what_is_asked, daemon=True)
                    self._ringer.start()

    def _ring_what_is_asked(self) -> None:
        while True:
            self._is_asked.wait()
            self._is_asked.clear()
            while self._asked:
                self.ring(*self._asked.pop())
            time.sleep(_SOON_S)

    def answers(self) -> bool:
        """Whether Redis is there."""
        try:
            return bool(self._redis.ping())
        except RedisError:
            return False


def mark_of(package: str, job: str, *arguments: str) -> str:
    """The key that stands while a ring waits to be heard. The worker takes it away before it starts the job, so
    that what is rung during the job rings again."""
    return "bell:" + ":".join((package, job, *arguments))
