"""Replay rules over past feedback: what a draft would change, without effect."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.routing import compile_rules, route
from feedback_router.domain.rules import RuleBook
from feedback_router.store import feedback, rules

MOST_ITEMS = 10_000
_EXAMPLES = 20


@dataclass(frozen=True)
class Change:
    """So many items would go elsewhere, with some of their ids. None: no rule holds, the model or triage decides."""

    from_team: str | None
    to_team: str | None
    count: int
    examples: list[UUID]


@dataclass(frozen=True)
class Replay:
    """How many items were looked at, and what would change, the most frequent first."""

    items: int
    changes: list[Change]


def replay_rules(connection: Connection, draft: RuleBook, since: datetime, until: datetime) -> Replay:
    """Compare what the draft says of a period's items, the newest MOST_ITEMS, with what the rules in force say."""
    now, then = compile_rules(rules.in_force(connection).book), compile_rules(draft)
    counts: Counter[tuple[str | None, str | None]] = Counter()
    examples: dict[tuple[str | None, str | None], list[UUID]] = {}
    items = feedback.of_period(connection, since, until, MOST_ITEMS)
    for item in items:
        context = item.context
        sides = [route(item.text, context, book) for book in (now, then)]
        change = tuple(side.team if side.rule else None for side in sides)
        if change[0] != change[1]:
            pair = (change[0], change[1])
            counts[pair] += 1
            examples.setdefault(pair, []).append(item.id)
    changes = [
        Change(*pair, count=count, examples=examples[pair][:_EXAMPLES])
        for pair, count in counts.most_common()
    ]
    return Replay(len(items), changes)
