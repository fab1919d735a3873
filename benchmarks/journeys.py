"""How fast journeys are: cases made of a million touchpoints, figures read from them, and what one more batch takes."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.schemas.journeys import JourneySchema
from scoring.schemas.plain_touchpoints import PlainTouchpointSchema
from scoring.store import journey_outcomes
from scoring.use_cases import measure_journey as measure
from scoring.use_cases.keep_touchpoints import Received, keep_touchpoints
from scoring.use_cases.measure_outcomes import measure_outcomes
from scoring.use_cases.publish_journey import publish_journey
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from shared.migrate import migrate
from support.journeys import design, happened

CUSTOMERS = 190_000
NOW = datetime(2026, 11, 20, tzinfo=UTC)
# Stages with some left out, done twice or in another order, calls in between; about 5.6 touchpoints a customer.
FILL = """
INSERT INTO touchpoints (customer_key, source, id, event_id, type, at, journey, channel, segment)
SELECT 'customer-' || customer, 'crm', customer || '-' || place || '-' || again, gen_random_uuid(), type,
       '2026-01-01'::timestamptz + (customer %% 300) * interval '1 day' + place * interval '1 day'
       + random() * interval '30 hours',
       'join', (array['web', 'phone', 'shop'])[1 + (customer + place) %% 3], (array['new', 'old'])[1 + customer %% 2]
FROM generate_series(1, %(customers)s) AS customer,
     LATERAL (
         SELECT place, type, again
         FROM unnest(%(kinds)s::text[], %(chances)s::float[]) WITH ORDINALITY AS step (type, chance, place),
              generate_series(1, 2) AS again
         WHERE (again = 1 AND random() < chance + 0 * customer) OR (again = 2 AND random() < 0.05)
     ) AS steps
"""
KINDS = (
    *("inform", "declare_interest", "call_help", "fill_contract", "receive_contract", "call_help"),
    *("connect_portal", "withdrawn"),
)
CHANCES = (0.98, 0.95, 0.3, 0.9, 0.85, 0.3, 0.8, 0.05)
SELECTION = CaseSelection("join")


def main() -> None:
    """Run and print a table."""
    journey: Journey = JourneySchema().load(design())
    with temporary() as folder, postgres(folder) as url:
        migrate(url, "scoring")
        with psycopg.connect(url) as connection:
            parameters = {"customers": CUSTOMERS, "kinds": list(KINDS), "chances": list(CHANCES)}
            connection.execute(FILL.encode(), parameters)
            publish_journey(connection, journey, now=NOW, request_id="bench")
            connection.commit()
            (n,) = connection.execute("SELECT count(*) FROM touchpoints").fetchone() or (0,)
            print(f"{n:,} touchpoints of {CUSTOMERS:,} customers")
            took, _ = timed(lambda: refresh(connection))
            print(f"every case made: {took:.0f} s, {n / took:,.0f} touchpoints/s")
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
            connection.autocommit = False
            for name, ask in figures(connection, journey).items():
                print(f"{name:>12}: {statistics.median(timed(ask)[0] for _ in range(5)) * 1000:8.1f} ms")
            connection.commit()
            print(
                f"{'batch of 500':>12}: {statistics.median(batch(connection, k) for k in range(5)) * 1000:8.0f} ms"
            )


def figures(connection: psycopg.Connection, journey: Journey) -> dict[str, Callable[[], object]]:
    """What the API asks."""
    return {
        "graph": lambda: measure.measure_graph(connection, SELECTION),
        "variants": lambda: measure.measure_ways(connection, SELECTION, 20),
        "conformance": lambda: measure.measure_conformance(connection, journey, SELECTION, NOW),
        "handoffs": lambda: measure.measure_handoffs(connection, SELECTION, NOW),
        "dropoff": lambda: measure.measure_stages(connection, journey, SELECTION, NOW),
        "outcomes": lambda: measure_outcomes(connection, journey, SELECTION, NOW, None),
        "companions": lambda: journey_outcomes.by_period(connection, ["join"], None, None, NOW, "month"),
    }


def batch(connection: psycopg.Connection, number: int) -> float:
    """500 touchpoints of 500 known customers: kept, and their cases made again."""
    schema = PlainTouchpointSchema()
    events = [
        happened("call_help", 100 + number, who=f"customer-{customer}")
        for customer in range(number * 500 + 1, number * 500 + 501)
    ]
    received: list[tuple[Event, Received]] = [(event, schema.load(event.data)) for event in events]

    def apply() -> None:
        keep_touchpoints(connection, received)
        connection.commit()
        refresh(connection)

    return timed(apply)[0]


def refresh(connection: psycopg.Connection) -> None:
    """Until nobody is stale."""
    while refresh_cases(connection):
        connection.commit()


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    main()
