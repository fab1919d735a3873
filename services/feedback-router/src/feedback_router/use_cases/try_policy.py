"""Try a policy on history: what it would have decided, had it been in force. Nothing is decided."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.domain.decisions import Outcome
from feedback_router.domain.ledgers import Ledger
from feedback_router.store import claims, decision_policies, feedback
from feedback_router.store.decision_policies import DryRun
from shared.ids import new_id

MOST_ITEMS = 10_000
_EXAMPLES = 20


@dataclass
class WouldApprove:
    """What one rule would have approved, and of how many items it would have told a person why not."""

    rule: str
    approved: int = 0
    amount: int = 0
    referred: int = 0


@dataclass(frozen=True)
class Example:
    """An item that would have been approved."""

    feedback_id: UUID
    rule: str
    amount: int


@dataclass(frozen=True)
class Held:
    """How many items a limit would have held, with some of them."""

    held_by: str
    count: int
    examples: list[UUID]


@dataclass
class Tried:
    """What came of it; amounts in minor units. `claims` are the items that are about a touchpoint."""

    items: int
    claims: int
    approved: int = 0
    referred: int = 0
    amount: int = 0
    most_in_a_day: int = 0
    most_of_a_customer: int = 0
    by_rule: list[WouldApprove] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


def try_policy(
    connection: Connection,
    policy: DecisionPolicy,
    since: datetime,
    until: datetime,
    *,
    by: str,
    now: datetime,
) -> DryRun:
    """Decide about a period's items, the newest MOST_ITEMS, in the order in which they came; kept with what was tried.

    Each is decided as of when it was routed, as if nothing had been approved before the period.
    """
    tried = _decided(connection, policy, since, until)
    definition = decision_policies.to_definition(policy)
    dry_run = DryRun(new_id(), definition, since, until, asdict(tried), by, now)
    decision_policies.keep_dry_run(connection, dry_run)
    return dry_run


def _decided(connection: Connection, policy: DecisionPolicy, since: datetime, until: datetime) -> Tried:
    items = feedback.of_period(connection, since, until, MOST_ITEMS)
    known = claims.of_items(connection, items)
    tried, ledger = Tried(len(items), len(known)), Ledger(policy)
    rules = {rule.key: WouldApprove(rule.key) for rule in policy.rules}
    counts: Counter[str] = Counter()
    held: dict[str, list[UUID]] = defaultdict(list)
    for item in reversed(items):
        verdict = ledger.settle(known[item.id], item.routed_at) if item.id in known else None
        if verdict is None:
            continue
        rule = rules[verdict.rule.key]
        if verdict.outcome is Outcome.APPROVED:
            amount = verdict.amount or 0
            rule.approved += 1
            rule.amount += amount
            tried.examples.append(Example(item.id, rule.rule, amount))
        else:
            rule.referred += 1
            counts[str(verdict.held_by)] += 1
            held[str(verdict.held_by)].append(item.id)
    tried.by_rule = list(rules.values())
    tried.approved = sum(rule.approved for rule in rules.values())
    tried.referred = sum(rule.referred for rule in rules.values())
    tried.amount = sum(rule.amount for rule in rules.values())
    tried.most_in_a_day, tried.most_of_a_customer = ledger.most_in_a_day, ledger.most_of_a_customer
    # The largest tell most about what can go wrong.
    tried.examples = sorted(tried.examples, key=lambda it: -it.amount)[:_EXAMPLES]
    tried.held = [Held(name, count, held[name][-_EXAMPLES:]) for name, count in counts.most_common()]
    return tried
