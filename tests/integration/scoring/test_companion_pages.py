"""No page gives a score alone: what came of the journey and the counter-measure are beside it, or why they are not."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from integration.scoring.conftest import Tell
from scoring.domain.companions import Missing
from scoring.domain.plan_measures import MEASURES
from scoring.use_cases.refresh_cases import refresh_cases
from shared.clock import now
from shared.i18n import Texts
from support.apps import Running
from support.journeys import design, walk
from support.told import resolved, routed, several

Read = Callable[..., str]
# 9 of 12, as in docs/scoring.md.
JOINED = "75.0 % 46.8 % to 91.1 % · n = 12 cases · low base"
BOTH = "What came of the journey, which is also the counter-measure:"
NO_JOURNEY = "not measured, since this is not the score of one journey"


@pytest.fixture
def read(scoring: Running, tell: Tell) -> Read:
    """Twelve joined this month, nine of them well; nobody has designed how to leave. Reads a page's words."""
    key = scoring.key("journeys:write")
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    begun = now() - timedelta(days=10)
    for number in range(12):
        kinds = ("inform", "connect_portal") if number < 9 else ("inform", "withdrawn")
        tell(walk(*kinds, who=f"customer-{number}", at=begun))
    with scoring.service.change() as connection:
        assert refresh_cases(connection) == 12
    at = now() - timedelta(days=2)
    tell(several("join", [9] * 6, journey="join", channel="web", at=at))
    tell(several("leave", [0] * 7, journey="leave", channel="phone", at=at))

    def words(path: str, language: str = "en") -> str:
        headers = scoring.key("scores:read") | {"Accept-Language": language}
        answer = scoring.client.get(f"/scoring/{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return " ".join(unescape(re.sub("<[^>]+>", " ", answer.text)).split())

    return words


def part(words: str, first: str, last: str) -> str:
    return words.split(first, 1)[1].split(last, 1)[0]


def test_each_score_of_a_journey_has_what_came_of_it_and_what_is_alike_is_told_once(read: Read) -> None:
    nps = part(read("scores"), "NPS: would they recommend us?", "CES: was it easy?")
    by_journey, by_channel = part(nps, "By journey", "By channel"), part(nps, "By channel", "Nothing yet.")
    assert f"{BOTH} {JOINED}" in by_journey
    assert by_journey.count("not measured, since nobody has designed this journey") == 1
    assert by_channel.startswith(f" {BOTH} {NO_JOURNEY} phone −100.0")
    assert by_channel.count(BOTH) == 1
    assert part(nps, "All", "By journey").endswith(f" 13 low base {BOTH} {NO_JOURNEY} ")


def test_a_counter_measure_that_is_a_score_comes_with_its_scale_n_and_interval(
    read: Read, tell: Tell
) -> None:
    at = now() - timedelta(days=2)
    tell([routed(f"item-{number}", journey="join", at=at) for number in range(9)])
    tell([resolved(f"item-{number}", journey="join", at=at) for number in range(9)])
    tell(several("happy", [5] * 4 + [1] * 2, score="csat", journey="join", channel="shop", at=at))
    words = read("scores")
    feedback = words[words.index("Feedback that was resolved") :]
    by_journey = part(feedback, "By journey", "By channel")
    assert f"What came of the journey: {JOINED}" in by_journey
    assert (
        "Counter-measure, CSAT (csat-1-5): 66.7 % 30.0 % to 90.3 % · n = 6 answers · low base" in by_journey
    )
    assert "Counter-measure, CSAT: not measured, since nobody was asked for it here" in feedback


def test_what_came_of_few_cases_is_hidden_and_a_hidden_score_has_nothing_beside_it(
    scoring: Running, read: Read, tell: Tell
) -> None:
    key = scoring.key("journeys:write")
    assert scoring.post("/scoring/v1/journeys", design(key="leave"), key).status_code == 200
    tell(several("few", [5] * 3, score="csat", journey="join", at=now()))
    words = read("scores")
    assert f"{BOTH} Hidden: too few" in part(words, "NPS: would they recommend us?", "By channel")
    csat = part(words, "CSAT: are they satisfied?", "Feedback that was resolved")
    assert "Hidden: fewer than 5 answers" in csat
    assert BOTH not in csat


def test_a_trend_has_what_came_of_all_its_days_above_and_of_each_day_in_its_table(
    read: Read, tell: Tell
) -> None:
    assert read("trends").count(NO_JOURNEY) == 1
    begun, answered = (now() - timedelta(days=days) for days in (10, 2))
    tell(several("then", [9] * 6, journey="join", at=begun))
    shown = read("trends?every=day&journey=join")
    above, table = shown[shown.index("After a contact") :].split("The values behind the chart")
    assert f"{BOTH} {JOINED}" in above
    assert f"{BOTH} {JOINED}" in part(table, f"{begun.date()}", f"{answered.date()}")
    assert table.endswith(f"{BOTH} Hidden: too few, here or in another group that this one would give away.")


def test_both_sides_of_a_comparison_have_theirs_and_what_is_alike_is_told_once(
    read: Read, tell: Tell
) -> None:
    at = now() - timedelta(days=2)
    tell(several("call", [0] * 8, journey="join", channel="phone", at=at))
    words = read("comparisons?by=channel&journey=join")
    table = words.split("Verdict", 1)[1]
    assert table.startswith(f" {BOTH} {JOINED} phone −100.0")
    assert table.count(BOTH) == 1
    words = read("comparisons?by=journey")
    assert words.count(f"all others · {BOTH} {NO_JOURNEY}") == 1
    assert f" join · {BOTH} {JOINED} leave " in words
    words = read("comparisons?by=journey&against=group&first=leave&second=join")
    not_designed = "not measured, since nobody has designed this journey"
    assert f" join · {BOTH} {JOINED} leave · {BOTH} {not_designed}" in words


def test_a_counter_measure_of_both_sides_comes_with_n_and_interval_or_is_hidden(
    scoring: Running, read: Read, tell: Tell
) -> None:
    entry = {"owner": "Eva", "purpose": "experience", "counter_measure": "csat", "review_date": "2099-01-01"}
    key = scoring.key("measures:write")
    assert scoring.client.put("/scoring/v1/measures/nps", json=entry, headers=key).status_code == 200
    at = now() - timedelta(days=2)
    tell(several("call", [0] * 8, journey="join", channel="phone", at=at))
    tell(several("happy", [5] * 4 + [1] * 2, score="csat", journey="join", channel="web", at=at))
    tell(several("few", [5] * 5, score="csat", journey="join", channel="phone", at=at))
    words = read("comparisons?by=channel&journey=join")
    csat = "Counter-measure, CSAT (csat-1-5):"
    assert f"web · {csat} 66.7 % 30.0 % to 90.3 % · n = 6 answers · low base" in words
    assert f"all others · {csat} 100.0 % 56.6 % to 100.0 % · n = 5 answers · low base" in words
    tell(several("kiosk", [9] * 6, journey="join", channel="kiosk", at=at))
    tell(several("seldom", [5] * 2, score="csat", journey="join", channel="kiosk", at=at))
    assert f"kiosk · {csat} Hidden: too few" in read("comparisons?by=channel&journey=join")


def test_nothing_stands_beside_a_comparison_that_is_hidden(read: Read, tell: Tell) -> None:
    at = now() - timedelta(days=2)
    tell(several("call", [0] * 3, journey="join", channel="phone", at=at))
    words = read("comparisons?by=channel&journey=join")
    assert BOTH not in words.split("Verdict", 1)[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "es",
            "En qué acabó el recorrido, que es también la medida de contrapeso: 75,0 % de 46,8 % a 91,1 %",
        ),
        ("pt", "No que deu a jornada, que é também a medida de contrapeso: 75,0 % de 46,8 % a 91,1 %"),
    ],
)
def test_companions_speak_the_readers_language(read: Read, language: str, said: str) -> None:
    assert said in read("scores", language)


def test_there_are_words_for_every_measure_and_for_every_reason_why_there_is_none() -> None:
    for texts in Texts.of("scoring").by_language.values():
        for reason in Missing:
            assert texts[f"missing_{reason.name.lower()}"]
        for name, measure in MEASURES.items():
            assert texts[f"short_{name}"]
            assert texts[f"counted_{measure.counted}"]
