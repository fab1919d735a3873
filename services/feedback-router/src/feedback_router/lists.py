"""The list of feedback as it is asked for at the edge, by programs and on a page alike."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router import cursors
from feedback_router.callers import team_to_show
from feedback_router.schemas.feedback import ON_ITS_OWN
from feedback_router.store import feedback
from feedback_router.store.feedback import Filters
from shared.clock import now


def list_feedback(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these FeedbackArguments ask for, as far as the caller may see it: `items` and `next`."""
    filters = dict(arguments)
    order, limit, theme = filters.pop("sort"), filters.pop("limit"), filters.pop("theme")
    after = cursors.decode(filters.pop("cursor"), order)
    filters["on_its_own"] = True if theme == ON_ITS_OWN else None
    filters["theme"] = UUID(theme) if theme and theme != ON_ITS_OWN else None
    filters["team"] = team_to_show(filters["team"])
    items = feedback.page(connection, Filters(**filters), order, after, limit, now())
    last = feedback.place_of(items[-1], order) if len(items) == limit else None
    return {"items": items, "next": cursors.encode(last, order) if last else None}
