"""The list of feedback as it is asked for at the edge, by programs and on a page alike."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router import cursors
from feedback_router.callers import team_to_show
from feedback_router.schemas.feedback import ON_ITS_OWN
from feedback_router.store import feedback, themes
from feedback_router.store.feedback import Filters
from feedback_router.wording import worded
from shared.clock import now


def list_feedback(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these FeedbackArguments ask for, as far as the caller may see it: `items` and `next`.

    Reasons are in the caller's language.
    """
    filters = dict(arguments)
    order, limit, theme = filters.pop("sort"), filters.pop("limit"), filters.pop("theme")
    after = cursors.decode(filters.pop("cursor"), order)
    filters["on_its_own"] = True if theme == ON_ITS_OWN else None
    filters["theme"] = living_theme(connection, theme)
    filters["team"] = team_to_show(filters["team"])
    items = feedback.page(connection, Filters(**filters), order, after, limit, now())
    last = feedback.place_of(items[-1], order) if len(items) == limit else None
    return {"items": list(map(worded, items)), "next": cursors.encode(last, order) if last else None}


def living_theme(connection: Connection, asked: str | None) -> UUID | None:
    """The theme that a filter asks for; of one that was merged, what it went into."""
    if asked is None or asked == ON_ITS_OWN:
        return None
    theme = themes.get(connection, UUID(asked))
    return theme.id if theme else UUID(asked)
