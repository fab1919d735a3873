"""From the log of touchpoints to cases: each once, in any order, refreshed as if made anew, forgotten on request."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import rows
from integration.scoring.test_erasure import erased
from scoring.jobs import HANDLERS
from scoring.store import touchpoints
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from shared.follower import follow
from support.apps import Running
from support.journeys import STEPS, design, happened, walk
from support.searching import in_database
from support.told import log_of, submitted

JOURNEYS = "/scoring/v1/journeys"
JOINS = "/scoring/v1/identities/joins"
_CASES = "SELECT * FROM journey_cases ORDER BY person, journey, number"
_REST = (
    "SELECT * FROM journey_promises ORDER BY 1, 2, 3, 4",
    "SELECT * FROM journey_contacts ORDER BY 1, 2, 3",
    "SELECT * FROM journey_lookups ORDER BY 1, 2, 3, 4",
    "SELECT customer_key, person FROM identities ORDER BY 1",
    "SELECT * FROM outcome_rollups WHERE n <> 0 ORDER BY 1, 2, 3",
    "SELECT * FROM closing_rollups WHERE n <> 0 ORDER BY 1, 2, 3, 4",
)
ONE = {"source": "map", "found": True}
Refresh = Callable[[], None]


@pytest.fixture
def refresh(scoring: Running) -> Refresh:
    def all_of_it() -> None:
        n = 1
        while n:
            with scoring.service.change() as connection:
                n = refresh_cases(connection)

    return all_of_it


@pytest.fixture
def admin(scoring: Running) -> dict[str, str]:
    key = scoring.key("journeys:write", "identities:write", "identities:read")
    assert scoring.post(JOURNEYS, design(), key).status_code == 200
    return key


def kept(scoring: Running) -> list[list[tuple[Any, ...]]]:
    return [rows(scoring, statement) for statement in (_CASES, *_REST)]


def made_anew(scoring: Running, refresh: Refresh) -> list[list[tuple[Any, ...]]]:
    """What comes out when every case is thrown away and made from the touchpoints alone."""
    with scoring.service.change() as connection:
        connection.execute(
            b"TRUNCATE journey_cases, journey_promises, journey_contacts, journey_lookups, outcome_rollups,"
            b" closing_rollups"
        )
        connection.execute(b"INSERT INTO stale_customers SELECT DISTINCT customer_key FROM touchpoints")
    refresh()
    return kept(scoring)


def paths(scoring: Running) -> list[tuple[str, list[str]]]:
    return [
        (row[0], row[1]) for row in rows(scoring, "SELECT person, path FROM journey_cases ORDER BY 1, number")
    ]


def a_seasons_news(chance: random.Random) -> list[Event]:
    """What forty customers do in half a year."""
    kinds = [
        *STEPS,
        "withdrawn",
        "call_help",
        "setup.failed",
        "setup.succeeded",
        "delivery.promised",
        "fault",
    ]
    events = []
    for number in range(40):
        for place in range(chance.randrange(1, 12)):
            due = {"due": datetime(2026, 10, chance.randrange(1, 30), tzinfo=UTC).isoformat()}
            lookups = [
                {"source": source, "found": chance.random() < 0.5, "updated_at": "2026-10-01T00:00:00Z"}
                for source in chance.sample(["prices", "map", "file"], chance.randrange(3))
            ]
            events.append(
                happened(
                    chance.choice(kinds),
                    chance.randrange(180) + place / 100,
                    who=f"customer-{number}",
                    channel=chance.choice(["web", "phone", None]),
                    journey=chance.choice(["join", "join", "other", None]),
                    attributes=chance.choice([{}, due, {"intent": "bill"}, {"lookups": lookups}]),
                )
            )
    return events


def hear(scoring: Running, events: Sequence[Event], page: int = 500) -> None:
    log = log_of(events, page=page)
    follow(scoring.service.read, scoring.service.change, "survey", log, HANDLERS["survey"])


def test_a_touchpoint_becomes_a_fact_and_a_walk_a_case(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    attributes = {
        "intent": "bill",
        "due": "2026-09-10T12:00:00Z",
        "time_zone": "America/Bogota",
        "street": "Luna",
    }
    tell([happened("inform", channel="web", attributes=attributes), *walk(*STEPS[1:], from_day=1)])
    refresh()
    assert paths(scoring) == [("ana", list(STEPS))]
    (fact,) = rows(
        scoring, "SELECT type, channel, intent, due_at, time_zone FROM touchpoints WHERE type = 'inform'"
    )
    assert fact == ("inform", "web", "bill", datetime(2026, 9, 10, 12, tzinfo=UTC), "America/Bogota")
    assert in_database(scoring.service.settings.database_url, ["luna"]) == []
    assert rows(scoring, "SELECT count(*) FROM stale_customers") == [(0,)]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_and_the_batches_the_cases_are_those_made_anew(
    scoring: Running, refresh: Refresh, admin: dict[str, str], seed: int
) -> None:
    chance = random.Random(seed)
    events = a_seasons_news(random.Random(1))
    told = events + chance.sample(events, 60)
    chance.shuffle(told)
    for end in (*sorted(chance.sample(range(len(told)), 5)), len(told)):
        hear(scoring, told[:end], page=chance.randrange(1, 40))
        refresh()
    assert len(paths(scoring)) > 60
    assert kept(scoring) == made_anew(scoring, refresh)
    assert rows(scoring, "SELECT count(*) FROM touchpoints") == [(len(events),)]


def test_a_log_that_is_read_again_makes_nobodys_case_again(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    events = walk(*STEPS)
    tell(events)
    refresh()
    with scoring.service.change() as connection:
        connection.execute(b"UPDATE cursors SET position = ''")
    hear(scoring, events)
    assert rows(scoring, "SELECT count(*) FROM stale_customers") == [(0,)]


def test_a_touchpoint_that_comes_late_takes_its_place(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([happened("inform"), happened("fill_contract", 2)])
    refresh()
    tell([happened("declare_interest", 1)])
    refresh()
    assert paths(scoring) == [("ana", ["inform", "declare_interest", "fill_contract"])]


def test_only_customers_of_whom_something_new_is_known_are_made_again(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([*walk("inform", who="ana"), *walk("inform", who="bruno")])
    refresh()
    before = rows(scoring, "SELECT xmin FROM journey_cases WHERE person = 'ana'")
    tell([happened("declare_interest", 3, who="bruno")])
    refresh()
    assert rows(scoring, "SELECT xmin FROM journey_cases WHERE person = 'ana'") == before


def test_a_new_design_makes_the_cases_again(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([happened("inform"), happened("web.form", 1, journey=None)])
    refresh()
    assert paths(scoring) == [("ana", ["inform"])]
    changed = design()
    changed["stages"][1]["touchpoints"] = ["web.form"]
    assert scoring.post(JOURNEYS, changed, admin).json["version"] == 2
    refresh()
    assert paths(scoring) == [("ana", ["inform", "declare_interest"])]
    assert rows(scoring, "SELECT DISTINCT version FROM journey_cases") == [(2,)]


@pytest.mark.parametrize(
    "attributes",
    [
        {"intent": 5, "due": "soon", "lookups_needed": "two", "lookups_found": -1, "lookups": [{}, "map"]},
        {"intent": "x" * 500, "due": {"on": "monday"}, "lookups": [{"source": "map"}], "time_zone": []},
        {"intent": "\0", "due": "9999-12-31T23:59:59Z", "lookups": [ONE] * 101, "time_zone": "../UTC"},
    ],
    ids=["wrong", "strange", "extreme"],
)
def test_an_attribute_that_can_not_be_read_loses_no_touchpoint(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str], attributes: dict[str, Any]
) -> None:
    tell([happened("inform", attributes=attributes)])
    refresh()
    assert paths(scoring) == [("ana", ["inform"])]
    assert rows(
        scoring, "SELECT intent, due_at, lookups_needed, lookups_found, lookups, time_zone FROM touchpoints"
    ) == [(None,) * 6]
    assert rows(scoring, "SELECT count(*) FROM parked_events") == [(0,)]


def test_a_touchpoint_where_no_calendar_reaches_stops_nobody(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([happened("inform", at=datetime(9999, 12, 31, tzinfo=UTC)), happened("inform", who="bruno")])
    refresh()
    assert paths(scoring) == [("bruno", ["inform"])]


def join(scoring: Running, admin: dict[str, str], *keys: str) -> str:
    answer = scoring.post(JOINS, {"customer_keys": list(keys), "reason": "The same phone number"}, admin)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def undo(scoring: Running, admin: dict[str, str], join_id: str) -> Any:
    return scoring.post(f"{JOINS}/{join_id}/undo", {"reason": "Mother and daughter"}, admin)


def test_joined_customers_walk_as_one_and_parted_each_for_themselves(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([*walk("inform", who="web-7"), *walk("declare_interest", "fill_contract", who="ana", from_day=1)])
    refresh()
    apart = kept(scoring)
    join_id = join(scoring, admin, "web-7", "ana")
    refresh()
    assert paths(scoring) == [("ana", ["inform", "declare_interest", "fill_contract"])]
    assert undo(scoring, admin, join_id).json["undone_because"] == "Mother and daughter"
    refresh()
    assert kept(scoring) == apart
    assert undo(scoring, admin, join_id).status_code == 409
    (listed,) = scoring.get(JOINS, admin).json["items"]
    assert (listed["customer_keys"], listed["by"]) == (["ana", "web-7"], "a test")
    assert (listed["reason"], listed["undone_by"]) == ("The same phone number", "a test")


@pytest.mark.parametrize("seed", range(4))
def test_to_take_joins_back_in_any_order_restores_exactly_what_was(
    scoring: Running, refresh: Refresh, admin: dict[str, str], seed: int
) -> None:
    chance = random.Random(seed)
    hear(scoring, a_seasons_news(random.Random(2)))
    refresh()
    before = kept(scoring)
    everybody = [row[0] for row in rows(scoring, "SELECT DISTINCT customer_key FROM touchpoints ORDER BY 1")]
    joins: list[str] = []
    for _ in range(8):
        joins.append(join(scoring, admin, *chance.sample(everybody, chance.randrange(2, 5))))
        if chance.random() < 0.5:
            refresh()
    refresh()
    assert kept(scoring) == made_anew(scoring, refresh) != before
    chance.shuffle(joins)
    for place, join_id in enumerate(joins):
        assert undo(scoring, admin, join_id).status_code == 200
        if place == 4:
            refresh()
            assert kept(scoring) == made_anew(scoring, refresh)
    refresh()
    assert kept(scoring) == before


def test_who_joins_identities_waits_for_nobody_who_follows_a_log(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([*walk("inform"), *walk("fill_contract", who="bruno")])
    with scoring.service.change() as following, scoring.service.change() as joining:
        touchpoints.mark(following, ["ana"])
        joining.execute(b"SET LOCAL lock_timeout = '10ms'")
        touchpoints.lock(joining)
        touchpoints.mark(joining, ["ana", "bruno"])
    refresh()
    assert kept(scoring) == made_anew(scoring, refresh)


def test_what_is_marked_while_cases_are_made_is_made_again(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell(walk("inform"))
    with scoring.service.change() as following:
        touchpoints.mark(following, ["ana"])
        refresh()
    assert rows(scoring, "SELECT customer_key FROM stale_customers") == [("ana",)]


def test_nobody_is_joined_of_whom_nothing_is_known(
    scoring: Running, tell: Tell, admin: dict[str, str]
) -> None:
    tell(walk("inform"))
    answer = scoring.post(JOINS, {"customer_keys": ["ana", "nobody"], "reason": "A guess"}, admin)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["customer_keys.1"]
    twice = scoring.post(JOINS, {"customer_keys": ["ana", "ana"], "reason": "A guess"}, admin)
    assert twice.status_code == 422
    assert undo(scoring, admin, str(uuid4())).status_code == 404
    assert scoring.get(JOINS, admin).json == {"items": [], "next": None}


def test_an_erased_customer_is_in_no_case_no_join_and_no_table(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    hers, others = (
        walk("inform", "declare_interest", who="dolores"),
        walk("fill_contract", who="bruno", from_day=2),
    )
    answer = submitted("hers", nps=3, customer_key="dolores")
    tell([*hers, *others, answer])
    join(scoring, admin, "dolores", "bruno")
    refresh()
    assert paths(scoring) == [("bruno", ["inform", "declare_interest", "fill_contract"])]
    tell([happened("call_help", 5, who="bruno"), erased(*hers, answer)])
    assert in_database(scoring.service.settings.database_url, ["dolores"]) == []
    refresh()
    assert paths(scoring) == [("bruno", ["fill_contract", "call_help"])]
    assert in_database(scoring.service.settings.database_url, ["dolores", "phone number"]) == []
    assert kept(scoring) == made_anew(scoring, refresh)


@pytest.mark.usefixtures("admin")
def test_an_erasure_that_names_but_one_of_a_customers_touchpoints_reaches_those_that_the_log_forgot(
    scoring: Running, tell: Tell, refresh: Refresh
) -> None:
    hers = walk("inform", "declare_interest", "fill_contract", who="dolores")
    others = walk("inform", who="bruno")
    tell([*hers, *others])
    refresh()
    tell([erased(hers[-1])])
    assert in_database(scoring.service.settings.database_url, ["dolores"]) == []
    refresh()
    assert paths(scoring) == [("bruno", ["inform"])]


def test_the_log_as_it_reads_after_an_erasure_brings_nobody_back(
    scoring: Running, tell: Tell, refresh: Refresh, admin: dict[str, str]
) -> None:
    tell([happened("inform", customer_key=None)])
    refresh()
    assert rows(scoring, "SELECT count(*) FROM touchpoints") == [(0,)]
    assert rows(scoring, "SELECT count(*) FROM parked_events") == [(0,)]
