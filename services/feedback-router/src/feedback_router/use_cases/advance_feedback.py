"""Take an item one step on its way, once, however often it is asked."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.feedback import Acknowledge, Feedback, Resolve, Transition, transition
from feedback_router.store import feedback
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import not_found


def advance_feedback(
    connection: Connection,
    feedback_id: UUID,
    action: Acknowledge | Resolve,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Feedback:
    """The item after the action. Problem (404) when the actor sees no such item, TransitionError when it can't be."""
    item = feedback.lock(connection, feedback_id, by.team)
    if item is None:
        raise not_found("feedback item")
    state = transition(item.state, action)
    if state == item.state:
        return item
    moved = item.moved_to(state, now)
    step = Transition(now, item.status, moved.status, by.name, moved.what_was_done)
    feedback.advance(connection, moved, step)
    events.append(connection, [_told(moved, step, request_id)])
    return moved


def _told(item: Feedback, step: Transition, request_id: str) -> Event:
    data = {
        "feedback_id": str(item.id),
        "team": item.team,
        "survey": item.survey,
        "journey": item.journey,
        "stage": item.stage,
        "channel": item.channel,
        "owner": item.owner,
        "segment": item.segment,
        "routed_at": item.routed_at.isoformat(),
        "acknowledged_at": item.acknowledged_at.isoformat() if item.acknowledged_at else None,
        "resolved_at": item.resolved_at.isoformat() if item.resolved_at else None,
        "by": step.by,
    }
    return Event(new_id(), f"router.feedback.{item.status}", str(item.id), step.at, request_id, data)
