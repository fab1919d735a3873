"""Health check of a worker: `python hears.py survey` fails when rings pile up in that service's queue unheard.

`python hears.py`, for the scheduler, fails when Redis does not answer.
"""

import sys

from redis import Redis

from shared.settings import Environment

# Each periodic job rings every few seconds, and a job may take two minutes: this many are never left over by a
# worker that listens.
MOST = 200


def main() -> None:
    """Exit with 0 when all is well."""
    redis = Redis.from_url(Environment().text("REDIS_URL"), socket_timeout=5, socket_connect_timeout=5)
    redis.ping()
    for queue in sys.argv[1:]:
        waiting = int(redis.llen(f"rq:queue:{queue}"))
        if waiting > MOST:
            sys.exit(f"{waiting} rings wait in the queue of {queue}")


if __name__ == "__main__":
    main()
