"""How many requests a key may make: a sliding minute in Redis, told as draft-ietf-httpapi-ratelimit-headers-10 has it.

Where Redis is away everybody passes, and a metric says so: a limit protects the service from a program that has gone
astray; it is no lock.
"""

import math
import time
from dataclasses import dataclass

import structlog
from limits import RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from shared import metrics

# While Redis is away, ask it only this often: nobody should wait for it with each request.
_PAUSE_S = 1.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Standing:
    """What is left of a key's quota: `remaining` of `quota` requests; `reset_s` seconds until there are more."""

    allowed: bool
    quota: int
    remaining: int
    reset_s: int

    @property
    def headers(self) -> dict[str, str]:
        """As structured fields; with the time to wait where there is nothing left."""
        told = {
            "RateLimit-Policy": f'"default";q={self.quota};w=60',
            "RateLimit": f'"default";r={self.remaining};t={self.reset_s}',
        }
        return told if self.allowed else {**told, "Retry-After": str(max(1, self.reset_s))}


class RateLimits:
    """The limits of one service's callers."""

    def __init__(self, redis_url: str, service: str) -> None:
        storage = RedisStorage(
            redis_url, key_prefix=f"limits:{service}", socket_timeout=0.5, socket_connect_timeout=0.5
        )
        self._service = service
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._quiet_until = 0.0

    def hit(self, prefix: str, per_minute: int) -> Standing | None:
        """Count one request of the key with this prefix. None when Redis is away and nothing is counted."""
        if time.monotonic() < self._quiet_until:
            metrics.UNLIMITED.labels(self._service).inc()
            return None
        quota = RateLimitItemPerMinute(per_minute)
        try:
            allowed = self._limiter.hit(quota, prefix)
            reset_at, remaining = self._limiter.get_window_stats(quota, prefix)
        except RedisError as error:
            self._quiet_until = time.monotonic() + _PAUSE_S
            metrics.UNLIMITED.labels(self._service).inc()
            log.warning("limits.away", error=str(error))
            return None
        reset_s = max(0, math.ceil(reset_at - time.time()))
        return Standing(allowed, per_minute, remaining if allowed else 0, reset_s)
