"""Watch themes: tell once when one grows beyond chance, and once when that is over."""

from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.emerging import BEGINS, DAYS, ENDS, Rise, rise
from feedback_router.domain.themes import Episode
from feedback_router.store import theme_figures, themes
from shared import events
from shared.events import Event
from shared.ids import derived_id

EMERGING, SUBSIDED = "router.theme.emerging", "router.theme.subsided"
_DAY = timedelta(days=1)


def watch_themes(connection: Connection, *, now: datetime) -> int:
    """How many episodes began. Looking twice tells nothing twice; who looks at the same time waits."""
    themes.lock(connection)
    counted = theme_figures.days(connection, now - DAYS * _DAY, now)
    everything = [sum(by_day.get(day, 0) for by_day in counted.values()) for day in range(DAYS)]
    history = max((day + 1 for day, count in enumerate(everything) if count), default=0)
    going_on = theme_figures.going_on(connection)
    began = 0
    for theme_id in {one for one in counted if one is not None} | going_on:
        by_day = counted.get(theme_id, {})
        risen = rise([by_day.get(day, 0) for day in range(DAYS)], everything, history)
        if theme_id in going_on:
            if risen is None or risen.chance > ENDS:
                _end(connection, theme_id, now)
        elif risen is not None and risen.chance < BEGINS:
            _begin(connection, theme_id, risen, now)
            began += 1
    return began


def _begin(connection: Connection, theme_id: UUID, risen: Rise, now: datetime) -> None:
    """One event for each team that has some of it, so that each reads it in its own feed."""
    episode = Episode(theme_id, now, None, risen.days, risen.seen, risen.expected, risen.chance)
    if not theme_figures.begin_episode(connection, episode):
        return
    data = {"days": risen.days, "times_expected": round(risen.seen / risen.expected, 1)}
    teams = theme_figures.teams_of(connection, theme_id, now - risen.days * _DAY, now)
    events.append(
        connection, [_told(EMERGING, theme_id, team, now, **data, seen=count) for team, count in teams]
    )


def _end(connection: Connection, theme_id: UUID, now: datetime) -> None:
    """Told to each team that has some of it of all the days that are looked at: they heard of its beginning."""
    if theme_figures.end_episode(connection, theme_id, now):
        teams = theme_figures.teams_of(connection, theme_id, now - DAYS * _DAY, now)
        events.append(connection, [_told(SUBSIDED, theme_id, team, now) for team, _ in teams])


def _told(what: str, theme_id: UUID, team: str, now: datetime, **figures: float) -> Event:
    data = {"theme_id": str(theme_id), "team": team, **figures}
    event_id = derived_id(what, str(theme_id), now.isoformat(), team)
    return Event(event_id, what, str(theme_id), now, f"theme-{theme_id}", data)
