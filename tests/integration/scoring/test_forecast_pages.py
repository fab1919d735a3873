"""The page of forecasts: one's own, locked before anybody knows, and the gap once the period is over."""

import re
from datetime import UTC, datetime

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.test_forecasts import Clock, answers
from scoring.api import forecasts as api
from scoring.pages import forecasts as pages
from support.apps import Running
from support.staff import Reader

PAGE = "/scoring/forecasts"
FORM = {
    "measure": "nps",
    "journey": "complain",
    "survey": "",
    "first_day": "2026-11-01",
    "last_day": "2026-11-30",
    "value": "40",
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (api, pages):
        monkeypatch.setattr(module, "now", clock)
    return clock


@pytest.fixture
def executive(scoring: Running, clock: Clock) -> Reader:
    return Reader.of(scoring, "forecasts:read", "forecasts:write", name="Alice")


def kept(scoring: Running) -> list[tuple[str, str]]:
    items = scoring.get("/scoring/v1/forecasts", scoring.key("forecasts:read")).json["items"]
    return [(one["person"], one["value"]) for one in items]


def test_a_forecast_is_locked_before_and_held_against_what_was_measured(
    scoring: Running, executive: Reader, tell: Tell, clock: Clock
) -> None:
    assert "Nobody has said yet what they expect" in executive.words(PAGE)
    for _ in range(2):
        assert executive.send(PAGE, **FORM) == PAGE
    assert kept(scoring) == [("Alice", "40")]
    tell(answers(50, 50))
    clock.moment = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    shown = executive.words(PAGE)
    assert "What is measured is shown after 2026-11-30." in shown
    assert "Measured:" not in shown
    assert "0.0" not in shown.partition("Expected:")[2]
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    shown = executive.words(PAGE)
    assert re.search(r"Measured: 0\.0 −19\.\d to 19\.\d · n = 100", shown)
    assert "Perception gap: +40.0" in shown
    assert "brighter than what customers experience" in shown


def test_a_forecast_is_of_whoever_has_signed_in(scoring: Running, executive: Reader) -> None:
    executive.send(PAGE, **FORM, person="Bruno")
    assert kept(scoring) == [("Alice", "40")]
    Reader.of(scoring, "forecasts:read", "forecasts:write", name="Bruno").send(
        PAGE, **{**FORM, "value": "−5"}
    )
    assert kept(scoring) == [("Alice", "40"), ("Bruno", "-5")]


@pytest.mark.parametrize("said", ["72.5", "72,5 %", " 72,50%"])
def test_shares_are_said_in_percent(scoring: Running, executive: Reader, said: str) -> None:
    executive.send(PAGE, **{**FORM, "measure": "journey_success", "journey": "join", "value": said})
    assert kept(scoring) == [("Alice", "0.725")]
    assert "Expected: 72.5 %" in executive.words(PAGE)


def test_once_the_period_has_begun_or_something_else_was_said_nothing_is_kept(
    scoring: Running, executive: Reader, clock: Clock
) -> None:
    executive.send(PAGE, **FORM)
    other = executive.send(PAGE, 409, **{**FORM, "value": "20"})
    assert "You said another number before" in other
    assert 'value="20"' in other
    clock.moment = datetime(2026, 11, 1, tzinfo=UTC)
    assert "The period has begun" in executive.send(PAGE, 409, **{**FORM, "journey": "join"})
    assert kept(scoring) == [("Alice", "40")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "many"}, "What you expect is a number"),
        ({"value": "101"}, "What you expect is a number"),
        ({"value": "1e9"}, "What you expect is a number"),
        ({"measure": "journey_success", "journey": "", "value": "50"}, "This measure needs a journey"),
        ({"measure": "journey_success", "survey": "x", "value": "50"}, "leave it empty"),
        ({"measure": "weather"}, "There is no such measure here."),
        ({"first_day": "soon"}, "The first day is not a day"),
        ({"last_day": "2026-10-01"}, "The last day is not a day"),
    ],
)
def test_what_makes_no_sense_is_told_by_field_and_nothing_is_lost(
    scoring: Running, executive: Reader, change: dict[str, str], words: str
) -> None:
    page = executive.send(PAGE, 422, **{**FORM, **change})
    assert words in page
    typed = {name: value for name, value in {**FORM, **change}.items() if name != "measure"}
    assert all(f'value="{value}"' in page for value in typed.values() if value)
    assert kept(scoring) == []


def test_with_too_few_answers_nobody_was_right_or_wrong_and_nothing_is_told(
    executive: Reader, tell: Tell, clock: Clock
) -> None:
    executive.send(PAGE, **FORM)
    tell(answers(2, 2))
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    shown = executive.words(PAGE)
    assert "Measured: Hidden" in shown
    assert "Too few answered to say whether the forecast was right." in shown
    assert "Perception gap" not in shown


def test_a_form_of_another_site_and_a_reader_who_may_only_look_lock_nothing(
    scoring: Running, executive: Reader
) -> None:
    assert executive.send(PAGE, 303, "https://elsewhere.example", **FORM).startswith("/sign-in")
    looker = Reader.of(scoring, "forecasts:read", name="Alice")
    assert "Your forecast" not in looker.words(PAGE)
    looker.send(PAGE, 403, **FORM)
    assert kept(scoring) == []


def test_the_page_is_of_its_own_scope_and_speaks_its_readers_language(
    scoring: Running, executive: Reader
) -> None:
    assert "Su pronóstico" in executive.words(PAGE, language="es")
    assert "A sua previsão" in executive.words(PAGE, language="pt")
    Reader.of(scoring, "scores:read").read(PAGE, 403)


def test_forecasts_are_read_page_by_page(
    scoring: Running, executive: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_AT_ONCE", 2)
    for value in ("1", "2", "3"):
        executive.send(PAGE, **{**FORM, "value": value, "journey": f"j{value}"})
    first = executive.read(PAGE)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert first.count("Expected:") == 2
    assert executive.read(following[1]).count("Expected:") == 1
