"""Count themes anew and let their size enter the priority of what is open in them."""

from uuid import UUID

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.priority import MOST_OTHERS, Urgency, priority
from feedback_router.domain.understanding import Harm
from feedback_router.store import grouping, themes
from feedback_router.store.grouping import Open


def weigh_themes(
    connection: Connection, changed: set[UUID], items: set[UUID], *, stale: bool = False
) -> None:
    """After items have come into these themes or left them.

    Of a theme so large that one more counts for nobody, only the items themselves are looked at.
    """
    sizes = themes.count_anew(connection, sorted(changed), stale=stale)
    small = [theme for theme, size in sizes.items() if size - len(items) <= MOST_OTHERS + 1]
    open_ = grouping.open_items(connection, small, sorted(items))
    weighed = {one.id: priority(urgency_of(one, sizes[one.theme_id] if one.theme_id else 1)) for one in open_}
    grouping.weigh(connection, {one.id: weighed[one.id] for one in open_ if weighed[one.id] != one.priority})


def urgency_of(item: Open | Feedback, size: int) -> Urgency:
    """What counts for an item whose theme has so many items; 1 where it is in none."""
    vulnerable = any(reason["harm"] == Harm.VULNERABILITY for reason in item.severity_reasons or [])
    return Urgency(item.severity, vulnerable, item.submitted_at, item.resolve_by, others=max(size - 1, 0))
