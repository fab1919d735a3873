"""When a form was shown: a second, sealed, which stands in every personal form that is shown within it.

It says when a page left the house, not whose it was, and so it is made once a second. Who sends an older one looks
slow: so can who waits.
"""

import hmac
from datetime import datetime
from functools import lru_cache

# Nobody reads and answers a question so fast. It is told, and counts for nothing by itself.
QUICK_S = 2
# Of forms that were left open for longer nobody knows how long it took to answer them.
_LONGEST_S = 86400
_SEAL_BYTES = 8


@lru_cache(maxsize=1)
def write_showing(second: int, secret_key: str) -> str:
    """The second since 1970 as a form carries it: nobody else can make one."""
    return _sealed(second, secret_key)


def seconds_shown(showing: str, secret_key: str, now: datetime) -> int | None:
    """For how many whole seconds a form with this showing was there; None where it has none, or an odd one."""
    second = showing.partition(".")[0]
    if not (showing.isascii() and second.isdigit() and len(second) < 12):
        return None
    if not hmac.compare_digest(showing, _sealed(int(second), secret_key)):
        return None
    seconds = max(0, int(now.timestamp()) - int(second))
    return seconds if seconds <= _LONGEST_S else None


def _sealed(second: int, secret_key: str) -> str:
    seal = hmac.digest(secret_key.encode(), b"showing:%d" % second, "sha256")[:_SEAL_BYTES]
    return f"{second}.{seal.hex()}"
