"""Lock a scorecard, or restate one: a snapshot that nothing changes any more."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.snapshots import Head, Locked, amounts_of, lock
from scoring.store import scorecards
from scoring.use_cases.draw_up_scorecard import Standing, measure_now
from shared import events
from shared.events import Event
from shared.ids import new_id


def lock_scorecard(
    connection: Connection,
    standing: Standing,
    *,
    by: str,
    reason: str | None,
    now: datetime,
    request_id: str,
) -> Locked:
    """Add what the facts give now to the chain; beside a locked one of this plan as its restatement."""
    drawn = measure_now(connection, standing, now)
    number, previous = scorecards.hold(connection)
    before = standing.locked[-1] if standing.locked else None
    head = Head(
        id=new_id(),
        number=number,
        previous=previous,
        plan_version=standing.version,
        as_of=drawn.as_of,
        locked_at=now,
        locked_by=by,
        restates=before.head.id if before else None,
        reason=reason,
    )
    confirmed = [exclusion for exclusion in drawn.exclusions if exclusion.confirmed]
    amounts_before = amounts_of(before.document) if before else {}
    locked = lock(head, standing.plan, drawn.measured, confirmed, amounts_before, drawn.besides)
    scorecards.insert(connection, locked, standing.plan.key)
    data = {
        "scorecard_id": str(head.id),
        "plan": standing.plan.key,
        "version": standing.version,
        "number": number,
        "hash": locked.hash,
        "restates": str(head.restates) if head.restates else None,
        "by": by,
    }
    kind = "scoring.scorecard.restated" if before else "scoring.scorecard.locked"
    events.append(connection, [Event(new_id(), kind, str(head.id), now, request_id, data)])
    return locked
