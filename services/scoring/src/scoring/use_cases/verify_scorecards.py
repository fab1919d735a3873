"""Verify locked scorecards: the chain, each result from its own facts, and what today's facts would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection

from scoring.domain.snapshots import Locked, UnreadableError, amounts_of, faults, hash_of, lock
from scoring.store import scorecards
from scoring.use_cases.draw_up_scorecard import find_standing, measure_now

_ALL = 2**62


@dataclass(frozen=True)
class Pending:
    """A locked scorecard that today's facts would make otherwise; amounts in cents by person."""

    id: UUID
    number: int
    plan: str
    version: int
    locked: Mapping[str, int]
    now: Mapping[str, int]


@dataclass(frozen=True)
class Verified:
    """How many scorecards the chain has, what is wrong with it, and which the facts have moved on from."""

    scorecards: int
    last_hash: str | None
    faults: list[str]
    pending: list[Pending]


def verify_scorecards(connection: Connection) -> Verified:
    """Walk the chain from its beginning; each scorecard that counts is made again from the facts, byte by byte: by the
    rules that its plan was approved with, and as of when it was locked.
    """
    chain, unreadable = _chain(connection)
    amounts = {locked.head.id: amounts_of(locked.document) for locked in chain}
    restated = {locked.head.restates for locked in chain}
    pending = []
    for locked in chain if not unreadable else ():
        if locked.hash != hash_of(locked.body):
            continue  # no longer what was locked: facts neither prove nor change it
        standing = find_standing(connection, locked.document["plan"]["key"], locked.head.plan_version)
        if locked.head.id in restated or standing is None:
            continue
        drawn = measure_now(connection, standing, locked.head.locked_at)
        confirmed = [exclusion for exclusion in drawn.exclusions if exclusion.confirmed]
        before = amounts.get(locked.head.restates, {}) if locked.head.restates else {}
        again = lock(locked.head, standing.plan, drawn.measured, confirmed, before, drawn.besides)
        if again.body != locked.body:
            pending.append(
                Pending(
                    locked.head.id,
                    locked.head.number,
                    standing.plan.key,
                    standing.version,
                    amounts[locked.head.id],
                    amounts_of(again.document),
                )
            )
    found = [*faults(chain, amounts), *unreadable]
    return Verified(len(chain), chain[-1].hash if chain else None, found, pending)


def _chain(connection: Connection) -> tuple[list[Locked], list[str]]:
    """As far as it can be read, and where it can't be read on."""
    chain: list[Locked] = []
    try:
        for locked in scorecards.until(connection, _ALL):
            chain.append(locked)  # noqa: PERF402  what was read until then stays
    except UnreadableError:
        return chain, [
            f"Scorecard {len(chain) + 1}: nobody can read its text, so nothing after it is verified."
        ]
    return chain, []
