"""The pages of journeys, trends and comparisons: what people read there, and what they are not told."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.test_journey_figures import many
from scoring.use_cases.refresh_cases import refresh_cases
from shared import session
from shared.api_keys import Caller
from shared.clock import now
from shared.events import Event
from support.apps import SECRET_KEY, Running
from support.journeys import STEPS, design
from support.told import nps_values, several, submitted

PATHS = [
    "/scoring/journeys",
    "/scoring/journeys/join",
    "/scoring/trends",
    "/scoring/comparisons",
]
LOOKUP = {"source": "price-list", "found": True, "updated_at": "2026-01-01T00:00:00Z"}
Page = Callable[..., str]


@pytest.fixture
def page(scoring: Running) -> Page:
    """Carla has signed in and reads a page in English."""
    scopes = frozenset({"scores:read", "scorecards:read", "journeys:read"})
    cookie = session.sign(SECRET_KEY, {"scoring": Caller("Carla", scopes)})
    scoring.client.set_cookie(session.COOKIE, cookie)

    def read(path: str, status: int = 200, language: str = "en") -> str:
        answer = scoring.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return str(answer.text)

    return read


def town() -> list[Event]:
    """Twenty arrive, six withdraw, fourteen stop early; all of them began forty days ago."""
    day = float((now().date() - timedelta(days=40) - date(2026, 9, 1)).days)
    return [
        *many("done", 20, *STEPS, day=day, channel="web", attributes={"lookups": [LOOKUP]}),
        *many("left", 6, "inform", "declare_interest", "withdrawn", day=day, channel="phone"),
        *many("lost", 14, "inform", "declare_interest", day=day, channel="web"),
    ]


def walked(scoring: Running, tell: Tell, *events: Event, **change: object) -> None:
    """The journey is designed, these things have happened, and their cases are made."""
    key = scoring.key("journeys:write")
    short: dict[str, object] = {"window_days": 20, "first_month": None}
    answer = scoring.post("/scoring/v1/journeys", design(**(short | change)), key)
    assert answer.status_code == 200, answer.text
    tell(list(events))
    with scoring.service.change() as connection:
        refresh_cases(connection)


@pytest.mark.parametrize("path", PATHS)
def test_who_is_not_signed_in_is_shown_the_way(scoring: Running, path: str) -> None:
    answer = scoring.client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_read_is_shown_nothing(scoring: Running, path: str) -> None:
    assert scoring.client.get(path, headers=scoring.key("plans:write")).status_code == 403


def test_a_page_links_only_to_pages_that_its_reader_may_open(scoring: Running) -> None:
    shown = scoring.client.get("/scoring/trends", headers=scoring.key("scores:read")).text
    assert 'href="/scoring/comparisons"' in shown
    assert 'href="/scoring/journeys"' not in shown
    assert 'href="/scoring/scorecards"' not in shown


def test_an_empty_house_has_pages_that_say_so(page: Page) -> None:
    assert "There is no designed journey yet." in page("/scoring/journeys")
    assert "Nothing yet." in page("/scoring/trends")
    assert "Nothing yet." in page("/scoring/comparisons")
    assert "<h1>" in page("/scoring/journeys/nobodys", 404)


def test_a_journey_shows_each_part_with_n_and_interval(scoring: Running, tell: Tell, page: Page) -> None:
    walked(scoring, tell, *town())
    shown = page("/scoring/journeys/join?by=channel")
    for text in (
        "It works from the first day.",
        "Accountable for the whole: growth",
        "50.0\u00a0%",  # 20 of 40 succeeded
        "35.2\u00a0% to 64.8\u00a0%",
        "Left: withdrawn: <strong>6</strong>",
        "Aalen-Johansen",
        "sales → operations",
        "skipped: connect_portal",
        "Fitness",
        "marketing",
        "Where information was looked for",
        "price-list",
        "the design does not say for how long it is fresh",
    ):
        assert text in shown, text
    assert shown.count('<svg class="drawing"') >= 2
    assert "/scoring/v1/exports/journeys/join/dropoff?" in shown


def test_a_source_that_the_design_knows_has_its_name_and_its_share_of_fresh_lookups(
    scoring: Running, tell: Tell, page: Page
) -> None:
    name = {"en": "Prices", "es": "Precios", "pt": "Preços"}
    known = [{"key": "price-list", "name": name, "fresh_days": 9}]
    walked(scoring, tell, *town(), sources=known)
    assert "days it stays fresh: 9" in page("/scoring/journeys/join")
    assert "Preços" in page("/scoring/journeys/join", language="pt")


def test_what_a_survey_says_of_the_whole_is_named_for_people(
    scoring: Running, tell: Tell, page: Page
) -> None:
    at = now() - timedelta(days=2)
    answers = [
        submitted(f"ana-{number}", at=at, survey="first-month", journey="join", stage="inform", csat=5)
        for number in range(6)
    ]
    walked(scoring, tell, *town(), *answers, surveys=["first-month"])
    assert "first-month · CSAT (csat-1-5) · Stage: inform" in page("/scoring/journeys/join")
    assert "first-month · CSAT (csat-1-5) · Etapa: inform" in page("/scoring/journeys", language="es")
    tell(
        [
            submitted(f"{name}-{number}", at=at, survey=survey, journey="join", stage="inform", csat=said)
            for name, survey, said in (("bo", "first-month", 1), ("cy", "after-support", 5))
            for number in range(40)
        ]
    )
    shown = page("/scoring/journeys/join")
    assert "but the journey is red: first-month · CSAT (csat-1-5) · Stage: inform" in shown


def test_a_channel_that_would_give_a_small_one_away_is_hidden_in_each_part(
    scoring: Running, tell: Tell, page: Page
) -> None:
    """Of 43 three began in a shop, six by phone."""
    day = float((now().date() - timedelta(days=40) - date(2026, 9, 1)).days)
    at = now() - timedelta(days=2)
    answers = several("bo", [5] * 6, score="csat", at=at, journey="join", stage="inform", channel="phone")
    walked(scoring, tell, *town(), *many("few", 3, *STEPS, day=day, channel="shop"), *answers)
    hidden = "Hidden: too few, here or in another group that this one would give away."
    for channel in ("shop", "phone"):
        shown = page(f"/scoring/journeys/join?channel={channel}")
        for part in ("outcome", "time", "handoffs", "graph", "variants", "conformance", "touchpoints"):
            _, text = shown.split(f'<section aria-labelledby="{part}">')
            assert hidden in text.split("</section>")[0], part
        assert '<svg class="drawing"' not in shown
        assert "<strong>6</strong>" not in shown
        assert "CSAT" not in shown
    for large in ("/scoring/journeys/join?channel=web", "/scoring/journeys/join"):
        assert ": <strong>14</strong>" in page(large)


def test_a_journey_that_few_took_shows_no_number_of_theirs(scoring: Running, tell: Tell, page: Page) -> None:
    day = float((now().date() - timedelta(days=40) - date(2026, 9, 1)).days)
    walked(scoring, tell, *many("few", 4, *STEPS, day=day))
    for path in ("/scoring/journeys/join", "/scoring/journeys"):
        shown = page(path)
        assert "Hidden: too few" in shown
        assert "<svg" not in shown
        assert ">4<" not in shown


def test_a_form_that_can_not_be_understood_loses_nothing(scoring: Running, tell: Tell, page: Page) -> None:
    walked(scoring, tell)
    shown = page("/scoring/journeys/join?from=2026-13-01&channel=phone", 422)
    assert "“From” is not a day that can be used" in shown
    assert 'value="2026-13-01" aria-invalid="true"' in shown
    assert 'value="phone"' in shown
    assert "lies before “From”" in page("/scoring/trends?from=2026-02-01&to=2026-01-01", 422)
    assert "There is no such measure here." in page("/scoring/trends?measure=wealth", 422)
    assert "“colour” can&#39;t be used here." in page("/scoring/comparisons?colour=red", 422)
    assert "Name two different groups" in page("/scoring/comparisons?against=group&first=web", 422)


def test_a_comparison_leads_to_its_file_whatever_else_was_typed(
    scoring: Running, tell: Tell, page: Page
) -> None:
    for channel in ("phone", "web"):
        tell(several(channel, nps_values(5, 10, 25), at=now() - timedelta(days=2), channel=channel))
    shown = page("/scoring/comparisons?against=rest&first=phone")
    links = [unescape(link) for link in re.findall(r'href="(/scoring/v1/exports/[^"]+)"', shown)]
    assert len(links) == 2
    assert [scoring.client.get(link).status_code for link in links] == [200, 200]


def test_a_trend_says_whether_it_is_signal_or_noise(tell: Tell, page: Page) -> None:
    today = now()
    for week in range(8):
        values = nps_values(5, 10, 25) if week > 4 else nps_values(35, 4, 1)
        tell(several(f"week-{week}", values, at=today - timedelta(days=7 * week)))
    tell(several("calm", [9, 7, 5, 9, 10, 7], survey="calm", at=today))
    tell(several("calm-too", [9, 7, 5, 9, 10, 7], survey="calm", at=today - timedelta(days=14)))
    shown = page("/scoring/trends")
    assert "Signal: the average left its limits in" in shown
    assert "Noise: the average stayed within its limits." in shown
    assert shown.count('class="signal"') == shown.count('<strong class="bad">signal</strong>') > 0


def test_comparisons_say_what_is_more_than_chance(tell: Tell, page: Page) -> None:
    at = now() - timedelta(days=3)
    tell(several("phone", nps_values(60, 20, 20), at=at, channel="phone"))
    tell(several("web", nps_values(20, 20, 60), at=at, channel="web"))
    tell(several("shop", nps_values(3, 3, 3), at=at, channel="shop"))
    tell(several("kiosk", [9, 9, 9], at=at, channel="kiosk"))
    tell(several("fax", [9, 9, 9], at=at, channel="fax"))
    shown = page("/scoring/comparisons")
    assert "Channel phone is worse than all others" in shown
    assert "Channel shop and all others can&#39;t be told apart" in shown
    assert "corrected for 3 comparisons" in shown
    assert shown.count("Hidden: too few") == 2
    two = page("/scoring/comparisons?against=group&first=phone&second=web")
    assert "+80.0" in two
    assert "p &lt; 0.001" in two
    assert "Comparisons" in page("/scoring/comparisons?against=before")


def test_pages_speak_the_readers_language(scoring: Running, tell: Tell, page: Page) -> None:
    walked(scoring, tell, *town())
    assert "Casos logrados, de los que terminaron" in page("/scoring/journeys/join", language="es-PE")
    assert "35,2\u00a0% a 64,8\u00a0%" in page("/scoring/journeys/join", language="pt-BR")


def test_what_people_wrote_cannot_become_markup(scoring: Running, tell: Tell, page: Page) -> None:
    named = dict.fromkeys(("en", "es", "pt"), "<b>Join</b>")
    walked(scoring, tell, *town(), name=named, accountable="<script>")
    tell(several("ana", [9] * 6, at=now(), channel="<script>", survey="<i>"))
    for path in (*PATHS, "/scoring/comparisons?first=%3Cscript%3E&against=group"):
        status = 422 if "first" in path else 200
        shown = page(path, status)
        assert "<b>Join" not in shown
        assert "<script>" not in shown
        assert "<i>" not in shown
