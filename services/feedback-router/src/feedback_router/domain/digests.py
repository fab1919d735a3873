"""The daily digest: what broke, what is overdue, what to read and whom to call. Values only."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from feedback_router.domain.unusual import BY_CHANCE, chance, usual

Section = Literal["critical", "comment", "call"]

# Below this, a severity is what every company hears every day.
WORTH_COMPARING = 2
MOST_LINES = 5
CALLS = 2
MOST_WINDOWS = 4
_WEEK = timedelta(days=7)
# What is longer is cut off: the item has the rest.
LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Count:
    """How much came in of one severity on one journey in the digest's time, and in the time before it."""

    journey: str | None
    severity: int
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """More than usual: so many of this severity on this journey, where so many were to be expected."""

    journey: str | None
    severity: int
    count: int
    usual: float
    chance: float


@dataclass(frozen=True, slots=True)
class Late:
    """What one person answers for and is overdue, by the names that it was sent with."""

    team: str
    person: str
    count: int
    oldest_due_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingDecisions:
    """Automatic decisions that wait for a person: how many, since when, and how much money, in minor units of the
    currency and as far as it is known."""

    currency: str
    count: int
    oldest_at: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a digest. `usual` is what was to be expected in as long a time; None before there was any."""

    came_in: int
    usual: float | None
    critical: int
    unusual: tuple[Unusual, ...]
    overdue: int
    late: tuple[Late, ...]
    decisions: tuple[WaitingDecisions, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestItem:
    """An item that a digest names, and why: with its words, or with whom to call. An erased customer leaves neither."""

    section: Section
    feedback_id: UUID
    why: str
    team: str
    journey: str | None
    stage: str | None
    is_open: bool
    words: str | None = None
    customer_key: str | None = None


@dataclass(frozen=True)
class Digest:
    """A digest as it was sent, and what became of it. It tells of the time from `since` to `until`."""

    id: UUID
    executive: str
    day: date
    since: datetime
    until: datetime
    language: str
    time_zone: str
    figures: Figures
    items: tuple[DigestItem, ...]
    sent_at: datetime | None = None
    failed: str | None = None
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None

    def of(self, section: Section) -> tuple[DigestItem, ...]:
        """The items of one section, in their order."""
        return tuple(item for item in self.items if item.section == section)

    @property
    def nothing_broke(self) -> bool:
        """Whether nothing critical came in, and nothing more often than usual."""
        return not self.figures.critical and not self.figures.unusual


def comparable(since: datetime, until: datetime, first: datetime | None) -> tuple[timedelta, int]:
    """With which times before to compare one: the same weekdays and hours, one step of whole weeks before the other, so
    that none overlaps another; and how many of these there are, at most MOST_WINDOWS, since the first item came in."""
    step = _WEEK * -(-(until - since) // _WEEK)
    windows = 0 if first is None else int((since - first) / step)
    return step, max(0, min(MOST_WINDOWS, windows))


def token_of(digest_id: UUID, secret_key: str) -> str:
    """What the digest's link ends with: 160 bits that only who holds the secret can derive."""
    proof = hmac.digest(secret_key.encode(), b"digest:" + digest_id.bytes, "sha256")
    return base64.urlsafe_b64encode(proof[:20]).decode().rstrip("=")


def token_hash(token: str) -> bytes:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).digest()


def more_than_usual(counts: Iterable[Count], part: float) -> tuple[Unusual, ...]:
    """What came in more often than chance has it, the most surprising first; `part` as `chance` has it."""
    lines = (
        Unusual(
            count.journey,
            count.severity,
            count.now,
            usual(count.before, part),
            chance(count.now, count.before, part),
        )
        for count in counts
        if count.severity >= WORTH_COMPARING and count.now > usual(count.before, part)
    )
    found = [line for line in lines if line.chance < BY_CHANCE]
    return tuple(sorted(found, key=lambda line: (line.chance, -line.severity))[:MOST_LINES])


def quoted(words: str) -> str:
    """The words as a digest quotes them."""
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open item of a customer who can be named: what could be a reason to call them."""

    feedback_id: UUID
    customer_key: str
    severity: int
    reopened: bool
    overdue: bool

    @property
    def why(self) -> str | None:
        """The strongest reason to call; None for who is simply waiting for their turn."""
        if self.severity > WORTH_COMPARING:
            return f"severity_{self.severity}"
        if self.reopened:
            return "reopened"
        return "overdue" if self.overdue else None


def to_call(waiting: Sequence[Waiting]) -> Iterator[tuple[Waiting, str]]:
    """Whom to call and why, each customer once, in the order in which they are given."""
    named: set[str] = set()
    for one in waiting:
        if len(named) == CALLS:
            return
        if one.why and one.customer_key not in named:
            named.add(one.customer_key)
            yield one, one.why
