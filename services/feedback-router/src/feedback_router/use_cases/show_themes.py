"""Show themes with their figures, as far as the one who asks may see them."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.places import Places, places
from feedback_router.domain.themes import Theme
from feedback_router.store import theme_figures, themes
from feedback_router.store.theme_figures import Quote
from feedback_router.store.themes import Wanted
from feedback_router.text import near_duplicates
from shared.problems import not_found

_WEEKS = 8
_QUOTES, _QUOTES_READ = 3, 15
_PLACES_OF = timedelta(days=90)


def list_themes(
    connection: Connection, wanted: Wanted, *, after: UUID | None, limit: int, now: datetime
) -> dict[str, Any]:
    """A page, the largest first, with the figures of the team that is asked about."""
    found = themes.page(connection, wanted, after, limit)
    return {
        "items": _with_figures(connection, found, wanted.team, now),
        "next": found[-1].id if len(found) == limit else None,
    }


def show_theme(connection: Connection, theme_id: UUID, team: str | None, *, now: datetime) -> dict[str, Any]:
    """One with all that is known of it. Problem (404) when there is none that the team has anything of."""
    theme = themes.get(connection, theme_id)
    shown = _with_figures(connection, [theme], team, now) if theme else []
    if theme is None or not shown:
        raise not_found("theme")
    episodes = theme_figures.episodes(connection, [theme.id])
    own = {"seen": None, "expected": None, "chance": None} if team else {}
    return {
        **shown[0],
        "places": _places(connection, theme.id, team, now),
        "episodes": [{**asdict(episode), **own} for episode in episodes],
        "resolutions": themes.resolutions(connection, [theme.id], team),
    }


def _with_figures(
    connection: Connection, found: list[Theme], team: str | None, now: datetime
) -> list[dict[str, Any]]:
    ids = [theme.id for theme in found]
    counts = {one.theme_id: one for one in theme_figures.counts(connection, ids, team)}
    weeks = theme_figures.weeks(connection, ids, team, now - timedelta(weeks=_WEEKS), now)
    quotes = theme_figures.quotes(connection, ids, team, _QUOTES_READ)
    emerging = {
        one.theme_id: one.began_at for one in theme_figures.episodes(connection, ids) if not one.ended_at
    }
    return [
        {
            **asdict(theme),
            **asdict(counts[theme.id]),
            "weeks": [weeks[theme.id].get(ago, 0) for ago in reversed(range(_WEEKS))],
            "emerging_since": emerging.get(theme.id),
            "quotes": _without_copies(quotes[theme.id]),
        }
        for theme in found
        if theme.id in counts
    ]


def _without_copies(quotes: list[Quote]) -> list[Quote]:
    """The same complaint sent twice says no more than once."""
    by_text = {quote.text: quote for quote in reversed(quotes)}
    kept = near_duplicates.without_copies((quote.text for quote in quotes), _QUOTES)
    return [replace(by_text[text]) for text in kept]


def _places(connection: Connection, theme_id: UUID, team: str | None, now: datetime) -> Places:
    rows = theme_figures.places(connection, theme_id, team, now - _PLACES_OF)
    of_theme: dict[str, Counter[str]] = {"journey": Counter(), "channel": Counter()}
    of_all: dict[str, Counter[str]] = {"journey": Counter(), "channel": Counter()}
    for journey, channel, everyone, count in rows:
        for kind, name in (("journey", journey), ("channel", channel)):
            if name is not None:
                of_theme[kind][name] += count
                of_all[kind][name] += everyone
    journeys, channels = (
        {name: (of_theme[kind][name], everyone) for name, everyone in of_all[kind].items()}
        for kind in ("journey", "channel")
    )
    return places(journeys, channels, sum(row[3] for row in rows), sum(row[2] for row in rows))
