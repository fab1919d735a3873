"""A theme that grows beyond chance is told once, to the teams that have it, until that is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from feedback_router.domain.emerging import DAYS
from feedback_router.use_cases.watch_themes import watch_themes
from shared.clock import now
from shared.ids import derived_id
from support.complaints import said

NOW = now()
THEMES = "/router/v1/themes"
PAST = DAYS * 10


@pytest.fixture
def storm(router, staffed, hear) -> UUID:
    """Ten comments a day for weeks, and a theme of which nine came since yesterday, seven to the network's team."""
    hear(*(said("bruno", "No internet", number=number) for number in range(PAST)))
    theme = derived_id("theme", "storm")
    with router.service.change() as connection:
        connection.execute(
            "INSERT INTO themes (id, name, space, size, stale, created_at) VALUES (%s, 'storm', '', 9, false, now())",
            (theme,),
        )
        rows = connection.execute("SELECT id FROM feedback ORDER BY id").fetchall()
        for number, (item,) in enumerate(rows):
            connection.execute(
                "UPDATE feedback SET submitted_at = %s, team = %s, theme_id = %s WHERE id = %s",
                (
                    NOW - timedelta(days=number * DAYS / PAST + 0.01),
                    "billing" if number < 2 else "network",
                    theme if number < 9 else None,
                    item,
                ),
            )
    return theme


@pytest.fixture
def watch(router, storm) -> Callable[[float], int]:
    """Look at all themes, so many days from now."""

    def look(days: float) -> int:
        with router.service.change() as connection:
            return watch_themes(connection, now=NOW + timedelta(days=days))

    return look


def told(events) -> list[dict[str, Any]]:
    return [event["data"] for event in events("router.theme.emerging")]


def test_it_is_told_once_to_each_team_with_its_own_count(router, analyst, storm, watch, events):
    assert [watch(0), watch(0), watch(0.1)] == [1, 0, 0]
    assert {(data["team"], data["seen"]) for data in told(events)} == {("billing", 2), ("network", 7)}
    assert all(data["theme_id"] == str(storm) and data["times_expected"] > 10 for data in told(events))
    (theme,) = router.get(f"{THEMES}?emerging=true", analyst).json["items"]
    assert (theme["id"], theme["emerging_since"] is None) == (str(storm), False)
    assert router.get(f"{THEMES}?emerging=false", analyst).json["items"] == []


def test_a_team_hears_of_it_in_its_own_feed_and_no_figure_of_the_others(router, storm, watch):
    watch(0)
    key = router.key("feedback:read", subject="team:billing")
    feed = router.get("/router/v1/feed?limit=500", key).json["events"]
    (event,) = [event for event in feed if event["type"] == "router.theme.emerging"]
    assert event["data"]["seen"] == 2
    shown = router.get(f"{THEMES}/{storm}", key).json
    assert (shown["count"], shown["episodes"][0]["seen"]) == (2, None)


def test_when_it_is_over_the_episode_ends(router, analyst, storm, watch, events):
    watch(0)
    assert watch(5) == 0
    (episode,) = router.get(f"{THEMES}/{storm}", analyst).json["episodes"]
    assert (episode["seen"], episode["ended_at"] is None) == (9, False)
    assert len(told(events)) == 2
    assert watch(5) == 0
    over = [event["data"] for event in events("router.theme.subsided")]
    assert over == [{"theme_id": str(storm), "team": team} for team in ("billing", "network")]


def test_a_theme_that_is_as_ever_is_not_told(router, storm, watch, events):
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET theme_id = %s", (storm,))
    assert (watch(0), told(events)) == (0, [])
