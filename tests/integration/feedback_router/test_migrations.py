"""Items from before promises were made get theirs when the database is brought up to date."""

import shutil
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

from feedback_router.app import create_app
from feedback_router.settings import RouterSettings
from shared import migrate
from support.apps import common, running

_ITEM = """
INSERT INTO feedback (
    id, response_id, question, survey, survey_version, customer_key, text, language, scores, team, reason, phrases,
    rules_version, status, what_was_done, submitted_at, routed_at, acknowledged_at, resolved_at
)
SELECT gen_random_uuid(), gen_random_uuid(), 'comment', 'after-support', 1, 'ana', 'La facturación está mal', 'es',
       '[]', 'billing', 'Because.', '{}', 1, status, done, at, at, seen_at, done_at
FROM (VALUES
    ('routed', NULL, timestamptz '2026-11-01', NULL::timestamptz, NULL::timestamptz),
    ('acknowledged', NULL, '2026-11-02', '2026-11-03', NULL),
    ('resolved', 'Paid back', '2026-11-04', '2026-11-05', '2026-11-06')
) AS it (status, done, at, seen_at, done_at)
"""
_STEP = """
INSERT INTO feedback_transitions (feedback_id, at, from_status, to_status, by)
SELECT id, acknowledged_at, 'routed', status, 'bea' FROM feedback WHERE acknowledged_at IS NOT NULL
"""


@pytest.fixture
def old(databases, tmp_path: Path, monkeypatch):
    """A database as it was before migration 0004, with an item in each status; its URL."""
    known = Path(str(files("feedback_router"))) / "migrations"
    (tmp_path / "migrations").mkdir()
    for script in sorted(known.glob("*.sql")):
        if script.name < "0004":
            shutil.copy(script, tmp_path / "migrations")
    with databases.empty() as url:
        with monkeypatch.context() as before:
            before.setattr(
                migrate, "files", lambda package: tmp_path if package == "feedback_router" else files(package)
            )
            migrate.migrate(url, "feedback_router")
        with psycopg.connect(url) as connection:
            connection.execute(_ITEM)
            connection.execute(_STEP)
        yield url


def test_what_is_open_gets_an_owner_and_a_due_time_and_what_is_over_stays_as_it_was(old, redis_url):
    migrate.migrate(old, "feedback_router")
    settings = RouterSettings(**common(old, redis_url), survey_url="http://127.0.0.1:9")
    with running(create_app(settings)) as router:
        key = router.key("feedback:read", "feedback:write")
        items = {item["status"]: item for item in router.get("/router/v1/feedback", key).json["items"]}
        assert {item["accountable"] for item in items.values()} == {"team:billing"}
        assert items["routed"]["due_at"] == items["routed"]["acknowledge_by"] > items["routed"]["routed_at"]
        assert items["acknowledged"]["due_at"] == items["acknowledged"]["resolve_by"]
        assert items["resolved"]["due_at"] is None
        assert len(router.get("/router/v1/feedback?q=facturacion", key).json["items"]) == 3
        shown = router.get(f"/router/v1/feedback/{items['resolved']['id']}", key).json
        assert [step["action"] for step in shown["transitions"]] == ["resolve"]
        seen = router.post(f"/router/v1/feedback/{items['routed']['id']}/acknowledge", None, key)
        assert seen.json["status"] == "acknowledged"
