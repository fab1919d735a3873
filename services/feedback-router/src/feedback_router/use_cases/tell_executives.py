"""Note that something critical happened, and which executives hear of it; each item once.

The mail is written right after (`write_to_executives`): of an outage there is one for many items.
"""

from collections.abc import Iterable

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.service_levels import MOST_SEVERE
from feedback_router.store import critical_failures, critical_notices, executives
from feedback_router.use_cases.advance_feedback import Occasion, told
from shared import events


def tell_executives(connection: Connection, items: Iterable[Feedback], occasion: Occasion) -> None:
    """Notice those of these items that are critical and open, and that nobody has noticed before."""
    critical = [item for item in items if item.severity >= MOST_SEVERE and item.state.is_open]
    if not critical:
        return
    people = executives.in_force(connection)
    for item in critical:
        keys = [executive.key for executive in people.to_tell(item.journey)]
        if critical_failures.insert(connection, item.id, keys, occasion.at):
            critical_notices.insert(connection, item.id, keys)
            events.append(connection, [told(item, "critical", occasion, executives=keys)])
