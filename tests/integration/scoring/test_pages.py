"""The pages that people read."""

from datetime import timedelta

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.plans import plan
from shared import session
from shared.api_keys import Caller
from shared.clock import now
from support.apps import SECRET_KEY, Running
from support.told import nps_values, resolved, routed, several

PATHS = ["/scoring/scores", "/scoring/scorecards", "/scoring/scorecards/ana-2026-q4"]


@pytest.fixture
def reader(scoring: Running) -> Running:
    """The app, and Carla signed in."""
    scopes = frozenset({"scores:read", "scorecards:read"})
    cookie = session.sign(SECRET_KEY, {"scoring": Caller("Carla", scopes)})
    scoring.client.set_cookie(session.COOKIE, cookie)
    return scoring


@pytest.mark.parametrize("path", PATHS)
def test_who_is_not_signed_in_is_shown_the_way_and_brought_back(scoring: Running, path: str) -> None:
    answer = scoring.client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_read_is_not_shown_anything(scoring: Running, path: str) -> None:
    assert scoring.client.get(path, headers=scoring.key("plans:write")).status_code == 403


def test_scores_show_each_number_with_n_and_interval(reader: Running, tell: Tell) -> None:
    at = now() - timedelta(days=2)
    tell(several("ana", nps_values(20, 30, 50), at=at, channel="phone"))
    tell(several("bruno", [5, 5, 4, 4, 1, 2], score="csat", at=at))
    tell(several("old", [0] * 99, at=at - timedelta(days=60)))
    tell([routed(f"item-{n}", at=at) for n in range(10)] + [resolved(f"item-{n}", at=at) for n in range(4)])
    page = reader.client.get("/scoring/scores")
    assert page.status_code == 200
    for text in (
        "30.0",
        "14.1 to 44.2",
        "100",
        "66.7\u00a0%",
        "mean 3.50",
        "40.0\u00a0%",
        "low base",
        "complain",
    ):
        assert text in page.text
    assert page.text.count("<svg") == 9
    assert "Nothing yet." in page.text  # CES was not asked
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_scores_hide_what_comes_from_too_few(reader: Running, tell: Tell) -> None:
    at = now() - timedelta(days=2)
    tell(several("ana", [10] * 4, at=at))
    page = reader.client.get("/scoring/scores")
    assert "fewer than 5 answers" in page.text
    assert "<svg" not in page.text


def test_a_scorecard_shows_every_line_and_how_it_came_about(reader: Running, tell: Tell) -> None:
    assert reader.post("/scoring/v1/plans", plan(), reader.key("plans:write")).status_code == 200
    tell(several("ana", nps_values(23, 34, 68), journey="join"))
    tell([routed(f"item-{n}") for n in range(40)] + [resolved(f"item-{n}") for n in range(32)])
    assert "ana-2026-q4" in reader.client.get("/scoring/scorecards").text
    page = reader.client.get("/scoring/scorecards/ana-2026-q4")
    assert page.status_code == 200
    for text in (
        "The lines earn 45.2 points; no more than 0.0 are paid",
        "can&#39;t be measured at present, so nothing is paid yet",
        "1,000.00",
        "NPS: journey join",
        "36.0",
        "21.7 to 48.6",
        "125",
        "fewer than 5 answers",
    ):
        assert text in page.text
    assert (
        'role="img" aria-label="36.0, 95 % interval 21.7 to 48.6; threshold 30, target 40, maximum 60"'
        in page.text
    )
    assert "76 % of this line&#39;s weight is earned. That is 15.2 points of a weight of 20." in page.text


def test_pages_speak_the_readers_language_and_write_numbers_its_way(reader: Running, tell: Tell) -> None:
    reader.post("/scoring/v1/plans", plan(), reader.key("plans:write"))
    tell(several("ana", nps_values(23, 34, 68), journey="join"))
    page = reader.client.get("/scoring/scorecards/ana-2026-q4", headers={"Accept-Language": "es-PE"})
    assert '<html lang="es">' in page.text
    assert "de 21,7 a 48,6" in page.text
    assert "1.000,00" in page.text
    assert "NPS: recorrido join" in page.text
    assert "<p>NPS: recorrido join. 36,0 a partir de 125 respuestas" in page.text
    page = reader.client.get("/scoring/scores", headers={"Accept-Language": "pt-BR"})
    assert "Os últimos 30 dias" in page.text


def test_what_people_wrote_cannot_become_markup(reader: Running, tell: Tell) -> None:
    reader.post(
        "/scoring/v1/plans",
        plan(people=[{"name": "<b>Ana</b>", "target_bonus": 100000}]),
        reader.key("plans:write"),
    )
    tell(several("ana", [9] * 6, at=now(), journey="<script>"))
    for path in PATHS:
        page = reader.client.get(path).text
        assert "<b>Ana" not in page
        assert "<script>" not in page


def test_there_is_a_kind_page_for_a_scorecard_that_does_not_exist(reader: Running) -> None:
    page = reader.client.get("/scoring/scorecards/nobodys")
    assert page.status_code == 404
    assert "<h1>" in page.text
