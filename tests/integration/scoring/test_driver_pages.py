"""The page of drivers: an association with its interval and n, its warnings, and why nothing is said."""

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.test_drivers import town
from scoring.use_cases.refresh_cases import refresh_cases
from support.apps import Running
from support.journeys import START, design, happened
from support.staff import Reader
from support.told import submitted

PAGE = "/scoring/drivers?from=2026-09-01&to=2026-09-30"
FACTORS = "&factors=handoffs&factors=channel_switches&factors=answer:effort"


@pytest.fixture
def manager(scoring: Running) -> Reader:
    return Reader.of(scoring, "scores:read")


@pytest.fixture
def told(scoring: Running, tell: Tell) -> None:
    """Sixty customers whose NPS falls by 3 with each hand-off."""
    scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write"))
    tell(town())
    with scoring.service.change() as connection:
        refresh_cases(connection)


def test_what_the_score_falls_with_comes_first_with_interval_and_n(manager: Reader, told: None) -> None:
    shown = manager.words(PAGE + FACTORS)
    head, _, table = shown.partition("The more of it")
    assert "Association" in head or "association" in head
    assert "All factors are known of 60 of 60 answers" in head
    assert table.strip().startswith("The number of hand-offs")
    assert " 60 " in table
    assert "the lower the answers" in table
    assert "This is an association." in table


def test_as_it_is_opened_it_shows_the_first_journey_and_what_happened_on_it(
    manager: Reader, told: None
) -> None:
    page = manager.read(PAGE)
    assert '<option value="join" selected>I join</option>' in page
    assert page.count(" checked>") == 5
    assert "The number of touchpoints" in page


def test_a_factor_that_is_the_same_everywhere_is_told_so(manager: Reader, told: None) -> None:
    shown = manager.words(PAGE + "&factors=handoffs&factors=touchpoints")
    assert "The number of touchpoints – This is the same in all answers" in shown


def test_an_attribute_that_was_never_declared_is_refused(manager: Reader, told: None) -> None:
    shown = manager.words(PAGE + "&factors=handoffs&factors=attribute:weather:wet", 422)
    assert "an attribute that was never declared" in shown


def test_a_coefficient_that_turns_beside_the_others_and_what_is_collinear_are_warned_of(
    scoring: Running, manager: Reader, tell: Tell
) -> None:
    """NPS goes with a − b, of which b is nearly a: alone b rises with it, beside a it falls."""
    scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write"))
    events = []
    for number in range(120):
        who, first = f"customer-{number}", number % 10
        second = first + (1 if number % 3 == 0 else 0)
        ratings = [
            {
                "question": name,
                "type": "rating",
                "definition": "rating-0-10-higher",
                "value": value,
                "low": 0,
                "high": 10,
                "direction": "higher",
            }
            for name, value in (("a", first), ("b", second))
        ]
        events.append(happened("inform", 0, who=who))
        score = max(0, min(10, 3 + first // 2 - 3 * (second - first)))
        at = START.replace(day=5)
        events.append(submitted(who, at=at, customer_key=who, journey="join", nps=score, ratings=ratings))
    tell(events)
    shown = manager.words(PAGE + "&factors=answer:a&factors=answer:b")
    assert "The other factors tell most of this one" in shown
    assert "beside the other factors the other way: do not read its direction" in shown


def test_with_too_few_answers_nothing_is_said_and_why(scoring: Running, manager: Reader, tell: Tell) -> None:
    scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write"))
    tell(town(20))
    with scoring.service.change() as connection:
        refresh_cases(connection)
    shown = manager.words(PAGE + FACTORS)
    assert "Nothing is said: it takes 30 answers of which all 3 factors are known." in shown
    assert "95 %" not in shown
    assert " 20 " not in shown


def test_more_than_fifteen_factors_are_refused_and_nothing_typed_is_lost(manager: Reader, told: None) -> None:
    many = "".join(f"&factors=answer:q{number}" for number in range(16))
    page = manager.read(PAGE + many, 422)
    assert "Name 1 to 15 different factors" in page
    assert all(f'value="answer:q{number}"' in page for number in range(16))


def test_two_kinds_of_survey_are_never_pooled(manager: Reader, told: None, tell: Tell) -> None:
    tell([submitted("relation", kind="relationship", at=START, journey="join", nps=3)])
    assert "two kinds of survey, which are never pooled" in manager.words(PAGE + FACTORS, 422)
    assert "60 of 60 answers" in manager.words(PAGE + FACTORS + "&kind=transactional")


def test_without_a_journey_or_survey_it_says_what_to_choose(manager: Reader) -> None:
    assert "Choose a journey or a survey" in manager.words("/scoring/drivers")


def test_the_page_is_of_its_own_scope_and_speaks_its_readers_language(
    scoring: Running, manager: Reader, told: None
) -> None:
    assert "Es una asociación" in manager.words(PAGE, language="es")
    assert "É uma associação" in manager.words(PAGE, language="pt")
    Reader.of(scoring, "journeys:read").read(PAGE, 403)


def test_what_people_wrote_cannot_become_markup(manager: Reader, told: None) -> None:
    answer = manager.app.client.get(PAGE + "&factors=answer:<script>&survey=<script>")
    assert "<script>" not in answer.text
