"""What older releases have kept is brought up to date with the database, and nothing of it is lost."""

import shutil
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

from feedback_router.app import create_app
from feedback_router.settings import RouterSettings
from feedback_router.store import originals
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
_LATER_ITEM = """
INSERT INTO feedback (
    id, response_id, question, survey, survey_version, customer_key, text, language, scores, team, reason, phrases,
    rules_version, status, submitted_at, routed_at, accountable, acknowledge_by, resolve_by
)
SELECT gen_random_uuid(), gen_random_uuid(), 'comment', 'after-support', 1, 'ana', %(text)s, 'en', '[]', 'billing',
       'Because.', '{}', 1, 'routed', at, at, 'bea', at, at
FROM (VALUES (timestamptz '2026-11-01')) AS it (at)
"""
_ADDED = """
INSERT INTO feedback_transitions (feedback_id, at, action, from_status, to_status, by, note, detail)
VALUES (%s, '2026-11-02', 'comment', 'routed', 'routed', 'customer', %s, '{}')
"""


@pytest.fixture
def before(databases, tmp_path: Path, monkeypatch):
    """Makes a database as it was before a migration; its URL."""
    known = Path(str(files("feedback_router"))) / "migrations"
    (tmp_path / "migrations").mkdir()

    with ExitStack() as stack:

        def make(number: str) -> str:
            for script in sorted(known.glob("*.sql")):
                if script.name < number:
                    shutil.copy(script, tmp_path / "migrations")
            url: str = stack.enter_context(databases.empty())
            with monkeypatch.context() as then:
                then.setattr(
                    migrate,
                    "files",
                    lambda package: tmp_path if package == "feedback_router" else files(package),
                )
                migrate.migrate(url, "feedback_router")
            return url

        yield make


@pytest.fixture
def old(before):
    """A database as it was before migration 0004, with an item in each status; its URL."""
    url = before("0004")
    with psycopg.connect(url) as connection:
        connection.execute(_ITEM)
        connection.execute(_STEP)
    return url


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


_CALL = "Call 600 22 33 44"


@pytest.mark.parametrize(
    ("comment", "kept", "note", "shown", "corrected"),
    [
        ("A bill", f"A bill\n\n{_CALL}", "Call [phone]", f"A bill\n\n{_CALL}", f"Anew\n\n{_CALL}"),
        # Where the comment is masked nobody knows where it ends: all of it stays.
        ("[name]", f"Ana\n\n{_CALL}", "Call [phone]", f"[name]\n\nAna\n\n{_CALL}", f"Anew\n\nAna\n\n{_CALL}"),
        ("[name]", "Ana", "It is still wrong", "Ana", "Anew"),
        ("[name]", "Ana", None, "Ana", "Anew"),
    ],
)
def test_what_customers_had_added_in_one_piece_with_their_comment_outlives_its_correction(
    before, comment, kept, note, shown, corrected
):
    url = before("0018")
    with psycopg.connect(url) as connection:
        connection.execute(_LATER_ITEM, {"text": comment})
        ((item_id,),) = connection.execute("SELECT id FROM feedback").fetchall()
        connection.execute("INSERT INTO originals VALUES (%s, %s)", [item_id, kept])
        if note:
            connection.execute(_ADDED, [item_id, note])
    migrate.migrate(url, "feedback_router")
    with psycopg.connect(url) as connection:
        assert originals.get(connection, item_id) == shown
        originals.keep(connection, {item_id: "Anew"})
        assert originals.get(connection, item_id) == corrected
