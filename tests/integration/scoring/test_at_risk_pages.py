"""The pages of who is at risk: what a manager reads there, whom they never see, and what they record."""

import re
from datetime import timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.test_at_risk import (
    TODAY,
    answered,
    held_out,
    listed,
    look,
    make,
    set_programme,
    silent,
)
from scoring.use_cases.refresh_cases import refresh_cases
from support.apps import Running
from support.journeys import design
from support.staff import Reader
from support.told import submitted

PAGE = "/scoring/at-risk/join"
Key = dict[str, str]


@pytest.fixture
def key(scoring: Running) -> Key:
    return scoring.key("at_risk:read", "at_risk:write", "journeys:write")


@pytest.fixture
def manager(scoring: Running) -> Reader:
    return Reader.of(scoring, "at_risk:read", "at_risk:write", "journeys:read")


@pytest.fixture
def town(scoring: Running, tell: Tell, key: Key) -> None:
    """A model of 240 answers, a programme, and forty customers who have not answered."""
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    tell([*answered(), *silent()])
    with scoring.service.change() as connection:
        while refresh_cases(connection):
            pass
    assert make(scoring, key)["refused"] is None
    set_programme(scoring, key)
    look(scoring)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_list_has_reasons_in_words_and_nobody_who_is_held_out(
    scoring: Running, manager: Reader, town: None, key: Key
) -> None:
    shown = manager.words(PAGE)
    people = [one["customer_key"] for one in listed(scoring, key)]
    assert people
    assert all(f"{who} Probability of being a detractor" in shown for who in people)
    assert held_out(scoring)
    assert not any(f"{who} " in shown for who in held_out(scoring))
    assert "contacts about the same again: 2 (usual: 1)" in shown
    beside = (
        r"Of the \d+ most alike in the test, [\d.]+ % were detractors \(95 % between [\d.]+ % and [\d.]+ %\)"
    )
    assert len(re.findall(beside, shown)) == len(people)
    assert "it never enters a score, a target or anybody's pay" in shown


def test_how_good_it_is_stands_there_with_n_and_intervals(manager: Reader, town: None) -> None:
    shown = manager.words(PAGE)
    assert re.search(r"Tested on \d+ answers from 2026-\d\d-\d\d to 2026-\d\d-\d\d", shown)
    assert re.search(r"home [\d.]+ % [\d.]+ % [\d.]+ % to [\d.]+ % \d+ ", shown)
    assert "each one more goes with" in shown
    assert "This is an association." in shown
    assert "50.0 % of them are left alone" in shown
    assert "Nothing can be said yet: fewer than 5 on one side were followed" in shown


def test_a_refused_model_says_why(scoring: Running, manager: Reader, tell: Tell, key: Key) -> None:
    scoring.post("/scoring/v1/journeys", design(), key)
    assert "No model was asked for yet" in manager.words(PAGE)
    tell(answered(60))
    with scoring.service.change() as connection:
        refresh_cases(connection)
    make(scoring, key)
    set_programme(scoring, key)
    shown = manager.words(PAGE)
    assert "No model: at the present share of detractors it takes about" in shown
    assert "Nobody can be listed before there is a model" in shown


def test_without_a_journey_the_page_says_what_to_do(manager: Reader) -> None:
    assert "publish a journey first" in manager.words("/scoring/at-risk")
    assert manager.read("/scoring/at-risk/nobodys", 404)


def test_who_was_reached_is_recorded_once_and_seen(
    scoring: Running, manager: Reader, town: None, key: Key
) -> None:
    page = manager.read(PAGE)
    form = {name: field(page, name) for name in ("id", "at", "customer_key")}
    for _ in range(2):
        assert manager.send(PAGE, **form, what="Called.") == PAGE
    assert "Somebody reached out on" in manager.words(PAGE)
    with scoring.service.database.transaction() as connection:
        kept = connection.execute("SELECT id::text, customer_key, what, by FROM at_risk_outreach").fetchall()
    assert kept == [(form["id"], form["customer_key"], "Called.", "Carla")]


def test_nothing_is_lost_of_a_form_that_says_nothing_and_nothing_is_kept(manager: Reader, town: None) -> None:
    page = manager.read(PAGE)
    form = {name: field(page, name) for name in ("id", "at", "customer_key")}
    again = manager.send(PAGE, 422, **form, what=" ")
    assert "Please say what you did" in again
    assert field(again, "id") == form["id"]
    assert "Somebody reached out on" not in manager.words(PAGE)


def test_who_goes_back_and_writes_something_else_is_told_what_was_kept(
    scoring: Running, manager: Reader, town: None
) -> None:
    page = manager.read(PAGE)
    form = {name: field(page, name) for name in ("id", "at", "customer_key")}
    manager.send(PAGE, **form, what="Called.")
    again = manager.send(PAGE, 409, **form, what="Called, and wrote.")
    assert "Something else was kept with this form before" in again
    assert ">Called, and wrote.</textarea>" in again
    with scoring.service.database.transaction() as connection:
        assert connection.execute("SELECT what FROM at_risk_outreach").fetchall() == [("Called.",)]


def test_a_form_of_another_site_and_a_reader_who_may_only_look_record_nothing(
    scoring: Running, manager: Reader, town: None, key: Key
) -> None:
    page = manager.read(PAGE)
    form = {name: field(page, name) for name in ("id", "at", "customer_key")} | {"what": "Called."}
    for origin in ("https://elsewhere.example", "null", None):
        assert manager.send(PAGE, 303, origin, **form).startswith("/sign-in")
    looker = Reader.of(scoring, "at_risk:read")
    assert "I have reached out" not in looker.words(PAGE)
    looker.send(PAGE, 403, **form)
    assert all(one["reached_at"] is None for one in listed(scoring, key))


def test_the_page_is_of_its_own_scope_and_speaks_its_readers_language(
    scoring: Running, manager: Reader, town: None
) -> None:
    assert "A quién llamar" in manager.words(PAGE, language="es")
    assert "Quem procurar" in manager.words(PAGE, language="pt-BR")
    stranger = Reader.of(scoring, "scores:read", "journeys:read")
    stranger.read(PAGE, 403)
    assert "/scoring/at-risk" not in stranger.read("/scoring/scores")


def test_the_list_is_read_page_by_page_and_by_segment(
    scoring: Running, manager: Reader, town: None, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.pages.at_risk_journey._AT_ONCE", 4)
    first = manager.read(PAGE)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    both = first + manager.read(following[1])
    people = [one["customer_key"] for one in listed(scoring, key)]
    assert all(both.count(f"<h3>{who}</h3>") == 1 for who in people[:8])
    homes = [one["customer_key"] for one in listed(scoring, key, segment="home")]
    shown = manager.read(f"{PAGE}?segment=home")
    assert re.findall(r"<h3>(silent-\d+)</h3>", shown) == homes[:4]


def test_who_has_answered_meanwhile_is_gone(
    scoring: Running, manager: Reader, town: None, tell: Tell, key: Key
) -> None:
    who: Any = listed(scoring, key)[0]["customer_key"]
    tell([submitted(who, at=TODAY, customer_key=who, journey="join", nps=9)])
    look(scoring, TODAY + timedelta(hours=1))
    assert f"<h3>{who}</h3>" not in manager.read(PAGE)
