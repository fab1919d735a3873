"""How fast scores are answered: NPS by journey, channel and month over ten million answers.

One database, one run: the API from rollups, with all that stands beside a score; the query behind it, the same by a
full scan of the facts in PostgreSQL and in DuckDB; then how fast a log is followed while dashboards are asked for.
PostgreSQL with fsync, everything on one machine. `python benchmarks/scores.py 1000000` takes fewer answers.
"""

import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from uuid import UUID

import duckdb
import psycopg

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from scoring.app import create_app
from scoring.jobs import HANDLERS
from scoring.settings import ScoringSettings
from scoring.store import recounts
from shared.events import Event
from shared.follower import Batch, follow
from shared.memory import keep_what_is_loaded
from shared.migrate import migrate
from shared.service import Service
from shared.settings import Settings
from support.apps import Running, common, running
from support.journeys import design

ANSWERS = 10_000_000
FOLLOWED = 25_000
ASKED = "/scoring/v1/scores?measure=nps&by=journey,channel,month"

# Two years, eight journeys with a survey each, four stages with their owners, five channels, three segments, three
# languages: 1,440 slices a day could occur. The numbers are not random, so that every run has the same.
FILL = """
INSERT INTO responses (
    id, survey, version, kind, customer_key, language, journey, stage, channel, owner, segment, submitted_at, day,
    received_at
)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'survey-' || j, 1, 'transactional', 'c-' || (h %% 3000017),
       (ARRAY['es', 'pt', 'en'])[1 + (h / 7 %% 3)], 'journey-' || j, 'stage-' || s,
       (ARRAY['phone', 'web', 'shop', 'app', 'mail'])[1 + (h / 11 %% 5)], 'owner-' || s,
       (ARRAY['home', 'business', 'premium'])[1 + (h / 13 %% 3)], d + time '10:00', d, d + time '10:00'
FROM (
    SELECT n, hashint8(n)::bigint + 2147483648 AS h FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
) AS numbers,
LATERAL (SELECT h %% 8 AS j, h / 8 %% 4 AS s, date '2024-11-01' + (h / 32 %% 730)::integer AS d) AS places
"""
# Every third says too how easy it was, and every fifth answers an invitation; as many invitations are not answered.
ANSWER = """
INSERT INTO answers (response_id, question, type, definition, value)
SELECT id, 'recommend', 'nps', 'nps-0-10', abs(hashtext(id::text)) %% 11
FROM responses
WHERE id BETWEEN lpad(to_hex(%(first)s::bigint), 32, '0')::uuid AND lpad(to_hex(%(last)s::bigint), 32, '0')::uuid
UNION ALL
SELECT id, 'easy', 'ces', 'ces-2.0-1-7', 1 + abs(hashtext('easy' || id)) %% 7
FROM responses
WHERE id BETWEEN lpad(to_hex(%(first)s::bigint), 32, '0')::uuid AND lpad(to_hex(%(last)s::bigint), 32, '0')::uuid
  AND hashtext(id::text) %% 3 = 0
"""
INVITE = """
INSERT INTO invitations (
    id, survey, version, journey, stage, channel, owner, segment, day, sent, failed, answered
)
SELECT CASE WHEN answered THEN id ELSE gen_random_uuid() END, survey, version, journey, stage, channel, owner, segment,
       day, true, false, answered
FROM responses CROSS JOIN (VALUES (true), (false)) AS ways (answered)
WHERE id BETWEEN lpad(to_hex(%(first)s::bigint), 32, '0')::uuid AND lpad(to_hex(%(last)s::bigint), 32, '0')::uuid
  AND hashtext(id::text) %% 5 = 0
"""
# Of each journey 50,000 cases; none is open, so no clock matters.
CASES = """
INSERT INTO journey_cases (
    person, journey, number, version, started_at, last_at, closes_at, watched_until, ending, ended_at, ended_with, path,
    gaps, channels, owners, progress, setup_attempts, lookups_needed, lookups_found
)
SELECT 'c-' || n, 'journey-' || n % 8, 1, 1, at, at, at + interval '60 days', at, CASE WHEN n % 5 < 3 THEN 'success'
       ELSE 'exit' END, at, 'end', ARRAY['end'], '{}', ARRAY['web'], ARRAY['sales'], '{}', 0, 0, 0
FROM generate_series(1, 400000) AS n,
LATERAL (SELECT '2024-11-01T10:00Z'::timestamptz + make_interval(days => abs(hashint4(n)) % 730) AS at) AS began
"""
KINDS = "INSERT INTO survey_kinds SELECT 'survey-' || n, 1, 'transactional' FROM generate_series(0, 7) AS n"
SCAN = """
SELECT journey, channel, date_trunc('month', day) AS month, count(*) AS n,
       count(*) FILTER (WHERE value <= 6) AS low, count(*) FILTER (WHERE value >= 9) AS top
FROM {facts}
GROUP BY 1, 2, 3
"""
JOINED = (
    "answers JOIN responses ON responses.id = answers.response_id"
    " WHERE type = 'nps' AND definition = 'nps-0-10' AND kind = 'transactional'"
)
ROLLED_UP = """
SELECT journey, channel, month, sum(n), sum(low), sum(top)
FROM monthly_rollups WHERE type = 'nps' GROUP BY 1, 2, 3
"""


def main() -> None:
    """Run and print."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    with (
        temporary() as data,
        temporary() as queue,
        postgres(data, settings={"max_wal_size": "8GB", "shared_buffers": "1GB"}) as url,
        valkey(queue) as redis_url,
    ):
        migrate(url, "scoring")
        fill(url, answers)
        settings = ScoringSettings(
            **common(url, redis_url), survey_url="http://127.0.0.1:9", router_url="http://127.0.0.1:9"
        )
        with running(create_app(settings)) as app:
            read(app.service, url)
            api = app.key("scores:read")
            _design(app)
            keep_what_is_loaded()  # as gunicorn's processes do
            print(f"over the API, {answers:,} answers, with response rates, outcomes and counter-measures:")
            asked("the journey's outcome", lambda: app.get(ASKED, api).status_code)
            _oppose(app)
            asked("CES of each slice", lambda: app.get(ASKED, api).status_code)
            followed(app.service, settings, api)
            with app.service.change() as connection:
                started = time.perf_counter()
                wrong = recounts.recount(connection)
            print(f"recount of everything: {time.perf_counter() - started:.0f} s, wrong: {wrong}")


def fill(url: str, answers: int) -> None:
    """The facts by SQL, the rollups from them."""
    started = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE answers DROP CONSTRAINT answers_response_id_fkey")
        for first in range(1, answers + 1, 1_000_000):
            last = min(first + 999_999, answers)
            for statement in (FILL, ANSWER, INVITE):
                connection.execute(statement, {"first": first, "last": last})
        for statement in (KINDS, CASES):
            connection.execute(statement)
        with connection.transaction():
            recounts.recount(connection)
        connection.execute("VACUUM ANALYZE")
        row = connection.execute(
            "SELECT count(*), (SELECT count(*) FROM monthly_rollups) FROM rollups"
        ).fetchone()
    print(f"{answers:,} answers in {row} rollups by day and by month: {time.perf_counter() - started:.0f} s")


def _design(app: Running) -> None:
    """Every journey is designed; what becomes of them is what stands against NPS if nobody says anything else."""
    key = app.key("journeys:write")
    for number in range(8):
        assert app.post("/scoring/v1/journeys", design(key=f"journey-{number}"), key).status_code == 200


def _oppose(app: Running) -> None:
    """From now on a score of the same slice, another for each, stands against NPS."""
    entry = {
        "owner": "service",
        "purpose": "experience",
        "counter_measure": "ces",
        "review_date": "2027-06-30",
    }
    key = app.key("measures:write")
    assert app.client.put("/scoring/v1/measures/nps", json=entry, headers=key).status_code == 200


def read(service: Service[Settings], url: str) -> None:
    """The same question to the rollups, to the facts in PostgreSQL, and to the facts in DuckDB."""
    with service.read() as connection:
        rolled = timed(lambda: connection.execute(ROLLED_UP.encode()).fetchall(), 50)
        connection.execute(b"SET LOCAL statement_timeout = 0")
        scan = SCAN.format(facts=JOINED).encode()
        scanned = timed(lambda: connection.execute(scan).fetchall(), 3)
        expected = {(row[0], row[1], row[2].date()): row[3:] for row in connection.execute(scan)}
        found = {row[:3]: row[3:] for row in connection.execute(ROLLED_UP.encode())}
    assert found == expected, "the rollups say something else than the facts"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.csv"
        with psycopg.connect(url) as connection, file.open("wb") as out:
            columns = f"SELECT journey, channel, day, value FROM {JOINED}"
            with connection.cursor().copy(
                f"COPY ({columns}) TO STDOUT (FORMAT csv, HEADER)".encode()
            ) as copy:
                for chunk in copy:
                    out.write(chunk)
        duck = duckdb.connect(str(Path(folder) / "facts.duckdb"))
        duck.execute(f"CREATE TABLE facts AS SELECT * FROM read_csv('{file}')")
        in_duck = timed(lambda: duck.execute(SCAN.format(facts="facts")).fetchall(), 5)
        duck.close()
    print(f"query from rollups      {rolled * 1000:>9.2f} ms, {len(found)} groups")
    print(f"full scan in PostgreSQL {scanned * 1000:>9.0f} ms, {scanned / rolled:>6.0f} times as long")
    print(f"full scan in DuckDB     {in_duck * 1000:>9.0f} ms, {in_duck / rolled:>6.0f} times as long")


def timed(run: Callable[[], object], times: int) -> float:
    """Seconds, the median of so many runs after a first."""
    run()
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def asked(counter_measure: str, ask: Callable[[], int]) -> None:
    """The question over the API, request by request."""
    milliseconds: list[float] = []
    for _ in range(300):
        started = time.perf_counter()
        assert ask() == 200
        milliseconds.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(milliseconds, n=100)
    print(f"- against {counter_measure}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms")


def followed(service: Service[Settings], settings: ScoringSettings, key: dict[str, str]) -> None:
    """A log of answers is followed, while another process answers dashboards."""
    log = [_event(number, random.Random(number)) for number in range(FOLLOWED)]

    def fetch(after: str, limit: int) -> Batch:
        start = int(after or 0)
        end = min(start + limit, len(log))
        return Batch(log[start:end], str(end), more=end < len(log))

    context = multiprocessing.get_context("spawn")
    ready, done, waited = context.Event(), context.Event(), context.Queue()
    other = context.Process(target=_dashboards, args=(settings, key, ready, done, waited))
    other.start()
    ready.wait()
    started = time.perf_counter()
    n = follow(service.read, service.change, "survey", fetch, HANDLERS["survey"])
    seconds = time.perf_counter() - started
    done.set()
    middle = statistics.median(waited.get())
    other.join()
    print(f"followed {n:,} answers, {n / seconds:.0f} a second; dashboards meanwhile {middle:.0f} ms")


def _dashboards(
    settings: ScoringSettings, key: dict[str, str], ready: Flag, done: Flag, waited: "Queue[list[float]]"
) -> None:
    milliseconds: list[float] = []
    with running(create_app(settings)) as app:
        assert app.get(ASKED, key).status_code == 200
        keep_what_is_loaded()
        ready.set()
        while not milliseconds or not done.wait(0.2):
            started = time.perf_counter()
            assert app.get(ASKED, key).status_code == 200
            milliseconds.append((time.perf_counter() - started) * 1000)
    waited.put(milliseconds)


def _event(number: int, chance: random.Random) -> Event:
    at = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(720))
    journey, stage = chance.randrange(8), chance.randrange(4)
    id_ = UUID(int=2**100 + number)
    data = {
        "response_id": str(id_),
        "survey": f"survey-{journey}",
        "version": 1,
        "kind": "transactional",
        "customer_key": f"c-{number}",
        "language": chance.choice(["es", "pt", "en"]),
        "submitted_at": at.isoformat(),
        "journey": f"journey-{journey}",
        "stage": f"stage-{stage}",
        "channel": chance.choice(["phone", "web", "shop", "app", "mail"]),
        "owner": f"owner-{stage}",
        "segment": chance.choice(["home", "business", "premium"]),
        "revision": 1,
        "complete": True,
        "touchpoint": {"source": "/crm", "id": f"t-{number}", "type": "contact.closed"},
        "scores": [
            {"question": "recommend", "type": "nps", "definition": "nps-0-10", "value": chance.randrange(11)}
        ],
        "choices": [],
        "comments": [],
        "ratings": [],
        "selections": [],
    }
    return Event(id_, "survey.response.submitted", str(id_), at, "bench", data)


if __name__ == "__main__":
    main()
