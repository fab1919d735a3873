"""What came of journeys is counted with the cases: whatever happens, and whenever it is asked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.scoring.conftest import Tell
from integration.scoring.counting import rows
from integration.scoring.test_erasure import agrees, erased
from scoring.jobs import HANDLERS
from scoring.schemas.journeys import JourneySchema
from scoring.store import identities, journey_outcomes
from scoring.use_cases.join_identities import join_identities, part_identities
from scoring.use_cases.publish_journey import publish_journey
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from shared.follower import follow
from support.apps import Running
from support.journeys import START, design, happened, walk
from support.told import log_of

PEOPLE = ("ana", "bruno", "carla")
SOMEBODY: dict[str, Any] = {"by": "a test", "now": START, "request_id": "request-1"}
TABLES = (
    "touchpoints, stale_customers, journeys, journey_cases, journey_promises, journey_contacts, outcome_rollups,"
    " closing_rollups, identities, identity_join_keys, identity_joins, cursors, parked_events"
)
COUNTED = """
SELECT CASE WHEN %(period)s::text IS NOT NULL
            THEN date_trunc(%(period)s, started_at AT TIME ZONE 'UTC')::date END,
       count(*) FILTER (WHERE ending = 'success'), count(*)
FROM journey_cases
WHERE (ending IS NOT NULL OR closes_at <= %(as_of)s)
  AND (started_at AT TIME ZONE 'UTC')::date
      BETWEEN coalesce(%(first)s::date, '-infinity') AND coalesce(%(last)s::date, 'infinity')
GROUP BY 1
"""

STEPS = st.one_of(
    st.tuples(
        st.just("happens"),
        st.sampled_from(PEOPLE),
        st.lists(
            st.tuples(
                st.sampled_from(["inform", "fill_contract", "connect_portal", "withdrawn"]),
                st.integers(0, 30).map(lambda place: place * 3.8),
            ),
            min_size=1,
            max_size=4,
        ),
    ),
    st.tuples(st.just("joins"), st.permutations(PEOPLE).map(lambda people: people[:2]), st.none()),
    st.tuples(st.just("parts"), st.none(), st.none()),
    st.tuples(st.just("is erased"), st.sampled_from(PEOPLE), st.none()),
    st.tuples(st.just("is designed"), st.sampled_from([10, 60]), st.none()),
    st.tuples(st.just("is refreshed"), st.none(), st.none()),
)


class World:
    """One journey and three people, to whom things happen; the rollups are as the tables say."""

    def __init__(self, scoring: Running) -> None:
        self.service = scoring.service
        self.log: list[Event] = []
        self.joins: list[Any] = []
        with self.service.change() as connection:
            connection.execute(f"TRUNCATE {TABLES}".encode())
        self.publish(60)

    def take(self, step: str, whom: Any, what: Any) -> None:
        match step:
            case "happens":
                self.hear([happened(kind, day, who=whom) for kind, day in what])
            case "joins":
                self.join(whom)
            case "parts" if self.joins:
                self.part(self.joins.pop())
            case "is erased":
                self.hear([erased(*(event for event in self.log if event.data.get("customer_key") == whom))])
            case "is designed":
                self.publish(whom)
            case _:
                with self.service.change() as connection:
                    refresh_cases(connection)

    def hear(self, events: Sequence[Event]) -> None:
        self.log.extend(events)
        follow(self.service.read, self.service.change, "survey", log_of(self.log), HANDLERS["survey"])

    def publish(self, window_days: int) -> None:
        with self.service.change() as connection:
            journey = JourneySchema().load(design(window_days=window_days))
            publish_journey(connection, journey, now=START, request_id="request-1")

    def join(self, people: Sequence[str]) -> None:
        with self.service.change() as connection:
            if not identities.strangers(connection, people):
                self.joins.append(join_identities(connection, people, reason="The same", **SOMEBODY))

    def part(self, join_id: Any) -> None:
        with self.service.change() as connection:
            part_identities(connection, join_id, reason="Not the same", **SOMEBODY)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(STEPS, min_size=3, max_size=12),
    as_of=st.integers(0, 200 * 24).map(lambda hours: START + timedelta(hours=hours)),
    period=st.sampled_from(["day", "week", "month", None]),
    days=st.sampled_from(
        [
            (None, None),
            (date(2026, 9, 1), date(2026, 10, 31)),
            (date(2026, 9, 5), date(2026, 11, 3)),
            (date(2026, 10, 1), date.max),
        ]
    ),
)
def test_in_any_sequence_and_at_any_time_the_rollups_say_what_the_cases_say(
    scoring: Running,
    steps: Sequence[tuple[str, Any, Any]],
    as_of: datetime,
    period: str | None,
    days: tuple[date | None, date | None],
) -> None:
    world = World(scoring)
    for step in (*steps, ("is refreshed", None, None)):
        world.take(*step)
        assert agrees(scoring)
    with scoring.service.read() as connection:
        found = journey_outcomes.by_period(connection, ["join"], *days, as_of, period)
        asked = {"as_of": as_of, "period": period, "first": days[0], "last": days[1]}
        counted = connection.execute(COUNTED.encode(), asked).fetchall()
    assert sorted((row.period, row.succeeded, row.n) for row in found) == sorted(counted)


def test_a_case_that_nothing_ended_is_over_from_the_moment_on_which_it_closes(
    scoring: Running, tell: Tell
) -> None:
    assert scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write")).status_code == 200
    tell(walk("inform", "declare_interest"))
    closes_at = START + timedelta(days=61)
    with scoring.service.change() as connection:
        refresh_cases(connection)
        over = [
            journey_outcomes.by_period(connection, ["join"], None, None, at, None)
            for at in (
                closes_at - timedelta(days=1),
                closes_at - timedelta(seconds=1),
                closes_at,
                closes_at + timedelta(days=1),
            )
        ]
    assert [[(row.succeeded, row.n) for row in found] for found in over] == [[], [], [(0, 1)], [(0, 1)]]


def test_a_recount_puts_right_what_somebody_changed(scoring: Running, tell: Tell) -> None:
    assert scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write")).status_code == 200
    tell(
        [
            *walk("inform", "connect_portal"),
            *walk("inform", who="bruno", at=datetime(2026, 10, 2, tzinfo=UTC)),
        ]
    )
    with scoring.service.change() as connection:
        refresh_cases(connection)
    tables = ("SELECT * FROM outcome_rollups ORDER BY 1, 3", "SELECT * FROM closing_rollups ORDER BY 1")
    expected = [rows(scoring, table) for table in tables]
    assert [len(table) for table in expected] == [4, 2]
    with scoring.service.change() as connection:
        connection.execute(b"UPDATE outcome_rollups SET succeeded = 0")
        connection.execute(b"DELETE FROM closing_rollups")
    answer = scoring.post("/scoring/v1/recounts", None, scoring.key("rollups:write"))
    assert (answer.json["wrong"]["outcome_rollups"], answer.json["wrong"]["closing_rollups"]) == (2, 2)
    assert [rows(scoring, table) for table in tables] == expected
