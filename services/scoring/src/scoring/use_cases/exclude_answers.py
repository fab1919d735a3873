"""Exclude an answer from a plan's scorecards: one person asks with a reason, another decides."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from scoring.domain.exclusions import Exclusion
from scoring.store import plans
from shared import events
from shared.events import Event
from shared.ids import new_id


def propose_exclusion(
    connection: Connection,
    key: str,
    version: int,
    *,
    response_id: UUID,
    reason: str,
    by: str,
    now: datetime,
    request_id: str,
) -> Exclusion:
    """The answer counts on until a second person has confirmed."""
    exclusion = Exclusion(new_id(), response_id, reason, by, now)
    plans.exclude(connection, key, version, exclusion)
    _tell(connection, "proposed", exclusion.id, key, version, by, now, request_id)
    return exclusion


def decide_exclusion(
    connection: Connection,
    key: str,
    version: int,
    exclusion_id: UUID,
    *,
    confirmed: bool,
    by: str,
    now: datetime,
    request_id: str,
) -> None:
    """The second person's yes or no, which is final."""
    plans.decide(connection, exclusion_id, confirmed=confirmed, by=by, at=now)
    action = "confirmed" if confirmed else "refused"
    _tell(connection, action, exclusion_id, key, version, by, now, request_id)


def _tell(
    connection: Connection,
    action: str,
    exclusion_id: UUID,
    key: str,
    version: int,
    by: str,
    now: datetime,
    request_id: str,
) -> None:
    data = {"exclusion_id": str(exclusion_id), "plan": key, "version": version, "by": by}
    kind = f"scoring.plan.exclusion_{action}"
    events.append(connection, [Event(new_id(), kind, key, now, request_id, data)])
