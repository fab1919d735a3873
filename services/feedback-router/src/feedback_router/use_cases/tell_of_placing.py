"""Tell which comments the grouping has put where: by their ids, and each team of its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.store.grouping import Grouped
from shared import events
from shared.events import Event
from shared.ids import new_id

_PLACED = "router.theme.placed"


def tell_of_placing(
    connection: Connection, comments: Iterable[Grouped], places: Mapping[UUID, UUID | None], now: datetime
) -> None:
    """One event for each theme and team of those that have come to another place; without a theme: on their own."""
    moved: defaultdict[tuple[UUID | None, str], list[str]] = defaultdict(list)
    for one in comments:
        if one.id in places and places[one.id] != one.theme_id:
            moved[places[one.id], one.team].append(str(one.id))
    told = [_told(theme_id, team, items, now) for (theme_id, team), items in moved.items()]
    events.append(connection, told)


def _told(theme_id: UUID | None, team: str, items: list[str], now: datetime) -> Event:
    theme = str(theme_id) if theme_id else None
    data = {"theme_id": theme, "team": team, "items": items}
    return Event(new_id(), _PLACED, theme or "none", now, f"theme-{theme or 'none'}", data)
