"""Bare statements: a row found by its key, and a response stored with its event in one durable transaction."""

import psycopg

STORE = """WITH new AS (INSERT INTO bare (id, answers) VALUES (gen_random_uuid(), '{"recommend": 3}') RETURNING id)
INSERT INTO bare_events (txid, data) SELECT pg_current_xact_id(), to_jsonb(new) FROM new"""
FIND = "SELECT answers FROM bare WHERE id = '00000000-0000-0000-0000-000000000000'"


def make_tables(database: str) -> None:
    """What the statements need, and the row that is found."""
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY, answers jsonb)")
        connection.execute("CREATE TABLE bare_events (txid xid8, data jsonb)")
        connection.execute(
            """INSERT INTO bare VALUES ('00000000-0000-0000-0000-000000000000', '{"recommend": 3}')"""
        )
