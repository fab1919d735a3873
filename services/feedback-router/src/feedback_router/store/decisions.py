"""Decisions about money: written once each, then only steps are added."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.accounts import Counts, Totals
from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.domain.decisions import DAY, Claim, Decision, Spent
from feedback_router.domain.reversals import AFTER_STEPS, DecisionStep
from shared.db import statements

_SQL = statements("feedback_router.store", "decisions")

# Where a decision stands in the list: (at, id).
Place = tuple[datetime | str, UUID]
_NEWEST: Place = ("infinity", UUID(int=2**128 - 1))


@dataclass(frozen=True)
class DecisionFilters:
    """Which decisions to list; None lets all pass."""

    team: str | None = None
    state: str | None = None
    rule: str | None = None
    customer: str | None = None
    touchpoint: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def hold(connection: Connection) -> None:
    """From here to the end of the transaction nobody else decides."""
    connection.execute(_SQL["hold"])


def spent(connection: Connection, policy: DecisionPolicy, claim: Claim, now: datetime) -> Spent:
    """What was approved before; the caller holds the decisions."""
    values = {
        "source": claim.touchpoint.source,
        "id": claim.touchpoint.id,
        "customer_key": claim.customer_key,
        "customer_since": now - timedelta(days=policy.customer_days),
        "company_since": now - DAY,
    }
    with connection.cursor(row_factory=class_row(Spent)) as cursor:
        found = cursor.execute(_SQL["spent"], values).fetchone()
    assert found is not None  # noqa: S101  an aggregate always yields its row
    return found


def insert(connection: Connection, decision: Decision) -> None:
    """Keep a decision."""
    connection.execute(
        _SQL["insert"], {**vars(decision), "inputs": Jsonb(decision.inputs), "why": Jsonb(decision.why)}
    )


def get(connection: Connection, decision_id: UUID, team: str | None) -> Decision | None:
    """The decision, if it is there and is the team's; with None, any team's."""
    with connection.cursor(row_factory=class_row(Decision)) as cursor:
        return cursor.execute(_SQL["get"], {"id": decision_id, "team": team}).fetchone()


def lock(connection: Connection, known: Decision) -> Decision:
    """The decision as it stands now; nobody else adds a step until the transaction ends."""
    connection.execute(_SQL["lock"], {"id": known.id})
    return get(connection, known.id, None) or known


def page(connection: Connection, filters: DecisionFilters, after: Place | None, limit: int) -> list[Decision]:
    """Decisions, the newest first, after a place."""
    at, decision_id = after or _NEWEST
    touched = True if filters.state in AFTER_STEPS else None
    values = {**asdict(filters), "touched": touched, "at": at, "id": decision_id, "limit": limit}
    with connection.cursor(row_factory=class_row(Decision)) as cursor:
        # Planned with its values: which index serves depends on which filters are there.
        return cursor.execute(_SQL["page"], values, prepare=False).fetchall()


def keep_step(connection: Connection, decision_id: UUID, step: DecisionStep) -> None:
    """Keep a step that somebody took with a decision."""
    connection.execute(_SQL["keep_step"], {**asdict(step), "decision_id": decision_id})


def steps(connection: Connection, decision_id: UUID) -> list[DecisionStep]:
    """All steps, in their order."""
    with connection.cursor(row_factory=class_row(DecisionStep)) as cursor:
        return cursor.execute(_SQL["steps"], {"id": decision_id}).fetchall()


def account_totals(connection: Connection, since: datetime, until: datetime) -> Totals:
    """Of all customers with touchpoints that told an amount in the period."""
    with connection.cursor(row_factory=class_row(Totals)) as cursor:
        found = cursor.execute(_SQL["account_totals"], {"since": since, "until": until}).fetchone()
    assert found is not None  # noqa: S101  an aggregate always yields its row
    return found


def accounts(
    connection: Connection, since: datetime, until: datetime, currency: str, limit: int
) -> list[Counts]:
    """The customers who claimed most often in the period, with what was approved in this currency."""
    values = {"since": since, "until": until, "currency": currency, "limit": limit}
    with connection.cursor(row_factory=class_row(Counts)) as cursor:
        return cursor.execute(_SQL["accounts"], values).fetchall()
