"""From the logs of survey and router to facts and rollups: nothing lost, nothing doubled."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import counted, kept, rows
from scoring.domain.scales import ASKED
from scoring.domain.selections import Selection
from scoring.domain.slices import Slice
from scoring.domain.tallies import Tally
from scoring.jobs import HANDLERS
from scoring.schemas.responses import SubmittedSchema
from scoring.store import months, recounts, rollups
from scoring.use_cases.measure_scores import find_groups
from shared.events import Event
from shared.follower import Batch, follow, prepare, take
from support.apps import Running
from support.told import (
    AT,
    acknowledged,
    invited,
    log_of,
    reopened,
    rerouted,
    resolved,
    routed,
    several,
    submitted,
    withdrawn,
)
from survey.domain.answers import Answers
from survey.domain.questions import Question
from survey.domain.responses import Response, told
from survey.domain.surveys import Survey


def a_years_news(chance: random.Random) -> list[Event]:
    """Answers and feedback of many kinds, some of it told twice."""
    events: list[Event] = []
    for number in range(60):
        at = AT - timedelta(days=chance.randrange(365))
        place: dict[str, Any] = {
            "journey": chance.choice(["join", "complain", None]),
            "channel": chance.choice(["phone", "web", ""]),
            "kind": chance.choice(["transactional", "relationship"]),
            "version": chance.choice([1, 2]),
        }
        scores = {"nps": chance.randrange(11), "ces": chance.randrange(1, 8), "csat": chance.randrange(1, 6)}
        asked: dict[str, Any] = {
            name: scores[name] for name in chance.sample(sorted(scores), chance.randrange(4))
        }
        events.append(submitted(f"response-{number}", at=at, **place, **asked))
    for number in range(30):
        name, at = f"item-{number}", AT - timedelta(days=chance.randrange(365))
        context: dict[str, Any] = {"journey": chance.choice(["join", None])}
        events.append(routed(name, at=at, **context))
        if chance.random() < 0.6:
            events.append(acknowledged(name, at=at, **context))
        if chance.random() < 0.5:
            events.append(resolved(name, at=at, team=chance.choice(["billing", "logistics"]), **context))
    return events + chance.sample(events, 20)


def of(source: str, events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.type.startswith(source)]


def test_one_response_becomes_one_rollup_a_question(scoring: Running, tell: Tell) -> None:
    tell([submitted("ana", nps=9, csat=2, stage=None)])
    place = ("complain", "", "phone", "support")
    day = AT.date()
    assert kept(scoring)[0] == [
        ("csat", day, "after-support", 1, "transactional", "satisfied", "csat-1-5", *place, 1, 1, 0, 0, 2, 4),
        ("nps", day, "after-support", 1, "transactional", "recommend", "nps-0-10", *place, 1, 0, 0, 1, 9, 81),
    ]
    assert rows(scoring, "SELECT stage, day, received_at FROM responses") == [(None, day, AT)]
    assert rows(scoring, "SELECT question, value FROM choices") == [("resolved", "yes")]


def test_an_answer_counts_for_its_day_in_utc_whenever_it_is_told(scoring: Running, tell: Tell) -> None:
    evening_in_lima = datetime(2025, 12, 31, 22, tzinfo=timezone(timedelta(hours=-5)))
    tell([submitted("ana", at=evening_in_lima, received_at=AT, nps=9)])
    assert rows(
        scoring, "SELECT day, received_at FROM responses JOIN rollups USING (day) WHERE type = 'nps'"
    ) == [(datetime(2026, 1, 1, tzinfo=UTC).date(), AT)]


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_and_any_batches_the_same_facts_and_rollups(
    scoring: Running, tell: Tell, seed: int
) -> None:
    events = a_years_news(random.Random(1))
    tell(events)
    expected = kept(scoring)
    assert len(expected[0]) > 50
    assert expected == counted(scoring)

    chance = random.Random(seed)
    with scoring.service.change() as connection:
        connection.execute(
            b"TRUNCATE responses, answers, choices, feedback, rollups, monthly_rollups, feedback_rollups,"
            b" monthly_feedback_rollups, cursors"
        )
    chance.shuffle(events)
    for source in ("survey", "router"):
        log = log_of(of(source, events), page=chance.randrange(1, 30))
        follow(scoring.service.read, scoring.service.change, source, log, HANDLERS[source])
    assert kept(scoring) == expected == counted(scoring)
    with scoring.service.change() as connection:
        assert not any(recounts.recount(connection).values())


BY_MONTH = (
    ((), Selection()),
    (("month",), Selection()),
    (("journey", "channel", "month"), Selection()),
    (("survey", "channel"), Selection(first_day=date(2026, 3, 1), last_day=date(2026, 8, 31))),
    (("month", "channel"), Selection(Slice(journey="join", survey="after-support"))),
)


@pytest.mark.parametrize(("by", "selection"), BY_MONTH)
@pytest.mark.parametrize("measure", ["nps", "response_rate", "resolved_share"])
def test_what_is_kept_by_month_says_what_is_kept_by_day(
    scoring: Running,
    tell: Tell,
    monkeypatch: pytest.MonkeyPatch,
    measure: str,
    by: tuple[str, ...],
    selection: Selection,
) -> None:
    chance = random.Random(2)
    tell(a_years_news(chance))
    for number in range(60):
        at, channel = AT - timedelta(days=chance.randrange(300)), chance.choice(["web", "phone"])
        place = {"channel": channel, "journey": "join"}
        tell([invited(f"asked {number}", step, at=at, **place) for step in ("scheduled", "sent")])
    with scoring.service.read() as connection:
        fast = find_groups(connection, measure, selection, by)
        monkeypatch.setattr(months, "are_asked", lambda *_: False)
        assert find_groups(connection, measure, selection, by) == fast != []


def test_a_log_that_is_read_again_from_its_beginning_changes_nothing(scoring: Running, tell: Tell) -> None:
    events = a_years_news(random.Random(2))
    tell(events)
    expected = kept(scoring)
    with scoring.service.change() as connection:
        connection.execute(b"UPDATE cursors SET position = ''")
    for source in ("survey", "router"):
        follow(
            scoring.service.read,
            scoring.service.change,
            source,
            log_of(of(source, events), page=7),
            HANDLERS[source],
        )
    assert kept(scoring) == expected


def test_a_batch_that_is_taken_twice_counts_once(scoring: Running) -> None:
    batch = Batch([submitted("ana", nps=9), submitted("bruno", nps=3)], "2", more=False)
    with scoring.service.change() as connection:
        assert take(connection, "survey", "", prepare(batch, HANDLERS["survey"]))
    with scoring.service.change() as connection:
        assert not take(connection, "survey", "", prepare(batch, HANDLERS["survey"]))
    assert [row[11] for row in kept(scoring)[0]] == [2]


def test_a_batch_that_breaks_in_the_middle_leaves_nothing_and_comes_again(
    scoring: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = log_of(several("ana", [9, 10, 0, 7]), page=2)
    add, calls = rollups.add, []

    def break_the_second_time(*arguments: Any) -> None:
        add(*arguments)
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError("the power went")

    monkeypatch.setattr(rollups, "add", break_the_second_time)
    with pytest.raises(OSError, match="power"):
        follow(scoring.service.read, scoring.service.change, "survey", log, HANDLERS["survey"])
    assert rows(scoring, "SELECT position FROM cursors") == [("2",)]
    assert [row[11] for row in kept(scoring)[0]] == [2]
    assert kept(scoring) == counted(scoring)
    follow(scoring.service.read, scoring.service.change, "survey", log, HANDLERS["survey"])
    assert [row[11] for row in kept(scoring)[0]] == [4]
    assert kept(scoring) == counted(scoring)


def scores(**change: Any) -> dict[str, Any]:
    score = {"question": "recommend", "type": "nps", "definition": "nps-0-10", "value": 9}
    return {"scores": [{**score, **change}]}


@pytest.mark.parametrize(
    "data",
    [
        scores(value=11),
        scores(value=-1),
        scores(value="9"),
        scores(value=8.5),
        scores(definition="ces-1.0-1-5"),
        scores(type="csat"),
        scores(type="resolved", definition="resolved-0-1", value=1),
        {"scores": scores()["scores"] * 2},
        {"kind": "panel"},
        {"response_id": "not an id"},
        {"submitted_at": "0001-01-01T00:00:00+05:00"},
        {"submitted_at": "2026-11-20T10:00:00"},
        {"journey": "ñ" * 190, "stage": "日" * 190, "channel": "日" * 190, "owner": "日" * 190},
    ],
    ids=lambda data: str(data)[:60],
)
def test_what_cannot_be_understood_is_parked_and_in_nobodys_way(
    scoring: Running, tell: Tell, data: dict[str, Any]
) -> None:
    odd = submitted("bruno", **data)
    tell([submitted("ana", nps=9), odd, submitted("carla", nps=3)])
    assert rows(scoring, "SELECT id, type FROM parked_events") == [(odd.id, "survey.response.submitted")]
    assert [row[11] for row in kept(scoring)[0]] == [2]
    assert rows(scoring, "SELECT count(*) FROM responses") == [(2,)]


def test_the_longest_names_that_are_understood_fit_into_the_rollups(scoring: Running, tell: Tell) -> None:
    chance = random.Random(3)
    place: dict[str, Any] = {
        name: "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(120))
        for name in ("journey", "stage", "channel", "owner")
    }
    answer = scores(question="".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(200)))
    tell([submitted("ana", **place, **answer), routed("item", **place)])
    assert [len(found) for found in kept(scoring)] == [1, 1]


def test_fields_and_events_that_are_new_to_us_are_ignored(scoring: Running, tell: Tell) -> None:
    strange = Event(UUID(int=1), "survey.response.praised", "1", AT, "request-1", {})
    tell([strange, submitted("ana", nps=9, mood="sunny", scores=scores(shade="blue")["scores"])])
    assert [row[11] for row in kept(scoring)[0]] == [1]
    assert rows(scoring, "SELECT count(*) FROM parked_events") == [(0,)]


def test_what_the_survey_service_tells_is_what_we_understand() -> None:
    text = {"en": "?"}
    types = {"recommend": "nps", "effort": "ces", "satisfied": "csat", "solved": "choice", "comment": "text"}
    questions = tuple(Question(key, kind, text) for key, kind in types.items())
    answers: Answers = {
        "recommend": 10,
        "effort": 7,
        "satisfied": 5,
        "solved": "yes",
        "comment": "Bien.",
    }
    response = Response(UUID(int=1), "survey", 3, "ana", "crm", "es", {"journey": "join"}, answers, AT)
    heard = SubmittedSchema().load(told(response, Survey("survey", "relationship", ("en",), text, questions)))
    assert (heard.id, heard.version, heard.kind, heard.journey) == (UUID(int=1), 3, "relationship", "join")
    assert [(answer.scale, answer.value) for answer in heard.answers] == list(
        zip(ASKED, (10, 7, 5), strict=True)
    )
    assert [(choice.question, choice.values) for choice in heard.choices] == [("solved", ("yes",))]


Step = Callable[..., Event]
_ORDERS: list[list[Step]] = [
    [routed, acknowledged, resolved],
    [resolved, routed],
    [resolved],
    [acknowledged, resolved, routed],
    [routed, resolved, resolved, routed, acknowledged],
]


@pytest.mark.parametrize(
    "steps",
    _ORDERS,
    ids=lambda steps: " ".join(step.__name__ for step in steps),
)
def test_an_item_is_routed_once_and_resolved_once_whatever_is_told_first(
    scoring: Running, tell: Tell, steps: list[Step]
) -> None:
    for step in steps:
        tell([step("item")])
    place = ("after-support", "complain", "resolve", "phone", "support", "billing")
    assert kept(scoring)[1] == [(AT.date(), *place, 1, 1, 0, 0)]


@pytest.mark.parametrize("seed", range(3))
def test_a_reopened_item_is_open_again_and_a_withdrawn_one_is_neither_whatever_is_told_first(
    scoring: Running, tell: Tell, seed: int
) -> None:
    hour = timedelta(hours=1)
    told = [
        *(step(name) for name in ("again", "twice", "back", "gone", "done") for step in (routed, resolved)),
        reopened("again", at=AT + 3 * hour),
        reopened("twice", at=AT + 3 * hour),
        resolved("twice", after=4 * hour),
        withdrawn("gone", at=AT + 5 * hour),
        withdrawn("back", at=AT + 5 * hour),
        reopened("back", at=AT + 6 * hour),
    ]
    told += told[:3]
    random.Random(seed).shuffle(told)
    for event in told:
        tell([event])
    place = ("after-support", "complain", "resolve", "phone", "support", "billing")
    assert kept(scoring)[1] == [(AT.date(), *place, 5, 2, 1, 0)] == counted(scoring)[1]
    with scoring.service.change() as connection:
        assert recounts.recount(connection)["feedback_rollups"] == 0
        connection.execute(b"UPDATE feedback_rollups SET resolved = 4, withdrawn = 0")
        assert recounts.recount(connection)["feedback_rollups"] == 1
    assert kept(scoring) == counted(scoring)


def test_who_resolves_what_nobody_acknowledged_has_seen_it(scoring: Running, tell: Tell) -> None:
    tell([resolved("at-once"), acknowledged("seen"), resolved("seen")])
    times = "SELECT acknowledged_at, resolved_at FROM feedback ORDER BY acknowledged_at"
    hour = timedelta(hours=1)
    assert rows(scoring, times) == [(AT + hour, AT + 2 * hour), (AT + 2 * hour, AT + 2 * hour)]


def test_praise_arrives_like_every_comment_and_is_not_waited_for(scoring: Running, tell: Tell) -> None:
    bills = [step(f"bill {number}") for number in range(9) for step in (routed, resolved)]
    tell([*bills, routed("thanks", step="kept")])
    assert rows(scoring, "SELECT sum(routed) FROM feedback_rollups") == [(10,)]
    key = scoring.key("scores:read")
    found = scoring.get("/scoring/v1/scores?measure=resolved_share", key).json["totals"]
    assert [one["statistics"][0]["n"] for one in found] == [9]
    assert kept(scoring) == counted(scoring)
    tell([reopened("thanks")])
    found = scoring.get("/scoring/v1/scores?measure=resolved_share", key).json["totals"]
    assert [one["statistics"][0]["n"] for one in found] == [10]
    assert kept(scoring) == counted(scoring)


def test_an_item_that_goes_to_another_team_counts_there_and_no_more_where_it_was(
    scoring: Running, tell: Tell
) -> None:
    tell([routed("item", team="billing"), rerouted("item", team="network")])
    assert [(row[6], *row[7:]) for row in kept(scoring)[1]] == [("network", 1, 0, 0, 0)]
    tell([resolved("item", team="logistics")])
    assert [(row[6], *row[7:]) for row in kept(scoring)[1]] == [("logistics", 1, 1, 0, 0)]
    tell([acknowledged("item", team="billing")])
    assert [(row[6], *row[7:]) for row in kept(scoring)[1]] == [("logistics", 1, 1, 0, 0)]


def test_the_rollups_hold_what_the_domain_counts(scoring: Running, tell: Tell) -> None:
    values = [0, 6, 7, 8, 9, 10, 10]
    tell(several("ana", values))
    (row,) = kept(scoring)[0]
    assert Tally(*row[11:]) == Tally.of(values, ASKED[0])
