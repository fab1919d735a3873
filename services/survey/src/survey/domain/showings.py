"""When a form was shown, and of which survey: sealed, in every personal form.

It says when a page left the house and what is on it, not whose it was, and so it is made once a second for each survey
version. Who sends an older one looks slow: so can who waits. A survey that asks all of everybody is named in it: what
comes back can then be read before its link is looked up.
"""

import hmac
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

# Nobody reads and answers a question so fast. It is told, and counts for nothing by itself.
QUICK_S = 2
# Of forms that were left open for longer nobody knows how long it took to answer them.
_LONGEST_S = 86400
_SEAL_BYTES = 8


class Showing(NamedTuple):
    """The second since 1970 in which a form was shown, and the survey version that it is of, if it says so."""

    second: int
    survey: str | None = None
    version: int | None = None

    def quick(self, now: datetime) -> bool | None:
        """Whether a form that is sent now was there for less than anybody needs; None where that is not known."""
        seconds = int(now.timestamp()) - self.second
        return seconds < QUICK_S if seconds <= _LONGEST_S else None


@lru_cache(maxsize=100)
def write_showing(showing: Showing, secret_key: str) -> str:
    """The showing as a form carries it: nobody else can make one. It holds nothing that HTML would have to escape."""
    second, survey, version = showing
    return _sealed(f"{second}.{survey}.{version}" if survey else f"{second}", secret_key)


def read_showing(text: str, secret_key: str) -> Showing | None:
    """What a form carries; None where that is no showing of ours."""
    told = text.rpartition(".")[0]
    second, _, of = told.partition(".")
    if not (text.isascii() and second.isdigit() and len(second) < 12):
        return None
    if not hmac.compare_digest(text, _sealed(told, secret_key)):
        return None
    survey, _, version = of.partition(".")
    return Showing(int(second), survey, int(version)) if survey else Showing(int(second))


def _sealed(told: str, secret_key: str) -> str:
    seal = hmac.digest(secret_key.encode(), b"showing:" + told.encode(), "sha256")[:_SEAL_BYTES]
    return f"{told}.{seal.hex()}"
