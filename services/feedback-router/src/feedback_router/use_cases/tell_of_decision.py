"""Tell what was decided: to the team whose systems carry it out, by the log and its webhooks."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.decisions import Decision
from feedback_router.domain.feedback import Feedback
from shared import events
from shared.events import Event
from shared.ids import new_id


def tell_of_decision(
    connection: Connection,
    decision: Decision,
    item: Feedback,
    what: str,
    *,
    by: str,
    now: datetime,
    request_id: str,
) -> None:
    """One event for each step of a decision. It names no customer: the touchpoint says whose it is to who knows.

    So there is nothing in it to blank in an erasure, and a receiver is told the same bytes each time.
    """
    data = {
        "decision_id": str(decision.id),
        "feedback_id": str(decision.feedback_id),
        "response_id": str(item.response_id),
        "team": decision.team,
        "touchpoint": {
            "source": decision.touchpoint_source,
            "id": decision.touchpoint_id,
            "type": decision.touchpoint_type,
        },
        "action": decision.action,
        "amount": decision.amount,
        "currency": decision.currency,
        "rule": decision.rule,
        "policy_version": decision.policy_version,
        "held_by": decision.held_by,
        "survey": item.survey,
        "journey": item.journey,
        "stage": item.stage,
        "channel": item.channel,
        "kind": item.kind,
        "severity": item.severity,
        "language": item.language,
        "by": by,
    }
    event = Event(new_id(), f"router.decision.{what}", str(decision.id), now, request_id, data)
    events.append(connection, [event])
