"""A batch of touchpoints costs what its customers cost, however many others there are."""

from collections.abc import Iterator

import psycopg
import pytest

from shared.clock import now
from shared.db import statements
from support.apps import Running

CUSTOMERS = 20_000
FILL = f"""
INSERT INTO customers (key, email, updated_at)
SELECT 'c-' || n, 'c-' || n || '@example.com', '2026-11-20'::timestamptz + (n / 500) * interval '1 second'
FROM generate_series(1, {CUSTOMERS}) AS n;
INSERT INTO invitations (id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
                         token_hash, via, language, context, state, created_at, send_at, expires_at)
SELECT gen_random_uuid(), 'c-' || n, 'after-support', 1, 't', 1, '/crm', n::text, sha256(n::text::bytea), 'email',
       'es', '{{}}', 'sent', now(), now(), now()
FROM generate_series(1, {CUSTOMERS}) AS n
"""
KEYS = [f"c-{number * 37 % CUSTOMERS + 1}" for number in range(500)]


@pytest.fixture
def filled(survey: Running) -> Iterator[psycopg.Connection]:
    with psycopg.connect(survey.service.settings.database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE customers SET (autovacuum_enabled = false)")
        connection.execute("ALTER TABLE invitations SET (autovacuum_enabled = false)")
        connection.execute(FILL.encode())
        yield connection


@pytest.mark.parametrize("is_analysed", [False, True])
@pytest.mark.parametrize("kept_plan", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize(
    ("table", "name", "index"),
    [
        ("customers", "find", "customers_pkey"),
        ("customers", "addressed_anew", "customers_pkey"),
        ("invitations", "contacts", "invitations_customer"),
    ],
)
def test_each_customer_is_found_by_their_key(filled, table, name, index, kept_plan, is_analysed):
    if is_analysed:
        filled.execute("ANALYZE customers, invitations")
    filled.execute(f"SET plan_cache_mode = {kept_plan}")
    parameters = {"keys": KEYS, "since": now()}
    found = filled.execute(
        b"EXPLAIN " + statements("survey.store", table)[name], parameters, prepare=True
    ).fetchall()
    plan = "\n".join(row[0] for row in found)
    assert f"Seq Scan on {table}" not in plan
    assert index in plan


def test_no_plan_skips_through_moments_to_find_keys(filled):
    filled.execute("ANALYZE customers")
    hold = statements("survey.store", "customers")["hold"]
    plan = str(filled.execute(b"EXPLAIN " + hold, {"keys": KEYS}).fetchall())
    assert "customers_updated_at" not in plan
