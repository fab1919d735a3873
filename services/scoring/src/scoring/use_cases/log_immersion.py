"""Log a conversation or a walk, and take up what was found."""

from psycopg import Connection

from scoring.domain.immersions import Action, Immersion
from scoring.store import immersions
from shared import events
from shared.events import Event
from shared.ids import new_id


class OtherImmersionError(Exception):
    """Something else was logged under this id."""


class OtherActionError(Exception):
    """Something else is done about this finding."""


def log_immersion(connection: Connection, immersion: Immersion, *, request_id: str) -> bool:
    """Keep it with its event; False when the same was logged before, which changes nothing.

    Raises OtherImmersionError. The event has neither notes nor findings: they may tell of the customer.
    """
    if not immersions.put(connection, immersion):
        before = immersions.find(connection, immersion.id)
        if before is None or not before.is_same_as(immersion):
            raise OtherImmersionError
        return False
    data = {
        "id": str(immersion.id),
        "kind": immersion.kind,
        "day": immersion.day.isoformat(),
        "channel": immersion.channel,
        "journey": immersion.journey,
        "findings": len(immersion.findings),
        "counts": immersion.counts,
    }
    event = Event(
        new_id(), "scoring.immersion.logged", str(immersion.id), immersion.logged_at, request_id, data
    )
    events.append(connection, [event])
    return True


def take_up_finding(connection: Connection, immersion: Immersion, action: Action, *, request_id: str) -> bool:
    """Keep what is done about a finding with its event; False when the same was said before, which changes nothing.

    Raises OtherActionError. The event does not say what is done: that may tell of the customer.
    """
    if not immersions.take_up(connection, immersion.id, action):
        kept = immersions.find(connection, immersion.id)
        before = kept.action_on(action.place) if kept else None
        if before is None or not before.is_same_as(action):
            raise OtherActionError
        return False
    data = {"immersion_id": str(immersion.id), "place": action.place, "due_on": action.due_on.isoformat()}
    event = Event(
        new_id(), "scoring.finding.taken_up", str(immersion.id), action.taken_up_at, request_id, data
    )
    events.append(connection, [event])
    return True
