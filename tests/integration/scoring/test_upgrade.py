"""A database from before the slices is brought up to date without losing an answer."""

from pathlib import Path

import psycopg

from scoring.domain.plans import Person
from scoring.store import recounts
from scoring.use_cases.draw_up_scorecard import find_standing
from support.databases import Databases

ROOT = Path(__file__).parents[3]
OLD = ("0001_scores.sql", "0002_erasure.sql")
ANSWERED = """
INSERT INTO responses (id, survey, version, kind, language, journey, submitted_at, day, received_at)
SELECT lpad(n::text, 32, '0')::uuid, 'calls', 1 + n % 2, 'transactional', 'es', nullif('j' || n % 3, 'j0'),
       '2026-01-15'::date + n, '2026-01-15'::date + n, now()
FROM generate_series(1, 90) AS n;
INSERT INTO answers SELECT id, 'recommend', 'nps', 'nps-0-10', substr(id::text, 36)::integer FROM responses;
INSERT INTO choices SELECT id, 'solved', CASE WHEN journey IS NULL THEN 'yes' ELSE 'no' END FROM responses;
"""


def test_the_rollups_after_the_migration_are_what_the_facts_give(databases: Databases) -> None:
    migrations = sorted((ROOT / "services/scoring/src/scoring/migrations").glob("*.sql"))
    shared = sorted((ROOT / "shared/src/shared/migrations").glob("*.sql"))
    with databases.empty() as url, psycopg.connect(url) as connection:
        for path in (*shared, *(path for path in migrations if path.name in OLD)):
            connection.execute(path.read_text(encoding="utf-8").encode())
        connection.execute(ANSWERED.encode())
        for path in (path for path in migrations if path.name not in OLD):
            connection.execute(path.read_text(encoding="utf-8").encode())
        kept = connection.execute("SELECT sum(n), sum(total) FROM rollups WHERE type = 'nps'").fetchone()
        assert kept == (90, 9 * sum(range(10)))
        assert connection.execute("SELECT sum(n) FROM rollups WHERE option = 'yes'").fetchone() == (30,)
        wrong = recounts.recount(connection)
        assert (wrong["rollups"], wrong["monthly_rollups"]) == (0, 0)


OLD_PLAN = """
INSERT INTO plans VALUES ('lead', 1, '{
    "key": "lead", "title": "Lead", "person": "Ana", "target_bonus": 1000, "minimum_n": 30,
    "period": {"first_day": "2026-01-01", "last_day": "2026-03-31"},
    "lines": [{
        "measure": {"kind": "nps", "survey_kind": "transactional", "slice": {"journey": "join"}}, "weight": "100",
        "curve": {"threshold": "0", "target": "30", "maximum": "60",
                  "percent_at_threshold": "40", "percent_at_target": "100", "percent_at_maximum": "150"}
    }]
}', '', now())
"""


def test_a_plan_from_before_people_had_units_is_a_draft_that_can_still_be_read(databases: Databases) -> None:
    migrations = sorted((ROOT / "services/scoring/src/scoring/migrations").glob("*.sql"))
    shared = sorted((ROOT / "shared/src/shared/migrations").glob("*.sql"))
    with databases.empty() as url, psycopg.connect(url) as connection:
        for path in (*shared, *migrations):
            if path.name == "0007_scorecards.sql":
                connection.execute(OLD_PLAN.encode())
            connection.execute(path.read_text(encoding="utf-8").encode())
        standing = find_standing(connection, "lead")
    assert standing is not None
    assert (standing.state, standing.plan.people) == ("draft", (Person("Ana", 1000),))
    assert standing.plan.problems() == []


OLD_CASES = """
INSERT INTO journey_cases (
    person, journey, number, version, started_at, last_at, closes_at, watched_until, ending, path, gaps, channels,
    owners, progress, setup_attempts, lookups_needed, lookups_found
)
SELECT 'customer-' || n, 'join', 1, 1, at, at, at + interval '30 days', at + interval '30 days',
       CASE WHEN n % 3 = 0 THEN 'success' WHEN n % 3 = 1 THEN 'exit' END, '{}', '{}', '{}', '{}', '{}', 0, 0, 0
FROM (
    SELECT n, '2026-01-15 23:30:00Z'::timestamptz + n * interval '7 hours' AS at FROM generate_series(1, 90) AS n
) AS began
"""


def test_the_outcomes_after_the_migration_are_those_of_the_cases(databases: Databases) -> None:
    migrations = sorted((ROOT / "services/scoring/src/scoring/migrations").glob("*.sql"))
    shared = sorted((ROOT / "shared/src/shared/migrations").glob("*.sql"))
    with databases.empty() as url, psycopg.connect(url) as connection:
        for path in (*shared, *migrations):
            if path.name == "0013_outcome_rollups.sql":
                connection.execute(OLD_CASES.encode())
            connection.execute(path.read_text(encoding="utf-8").encode())
        kept = "SELECT sum(n), sum(succeeded) FROM outcome_rollups WHERE span = 'month'"
        assert connection.execute(kept.encode()).fetchone() == (90, 30)
        wrong = recounts.recount(connection)
        assert (wrong["outcome_rollups"], wrong["closing_rollups"]) == (0, 0)
