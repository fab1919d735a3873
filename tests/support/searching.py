"""Looking for somebody everywhere: in every column of every table, in every key of Redis, in every line of the logs."""

from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql
from redis import Redis

_TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""
_ROWS = "SELECT to_jsonb(it)::text FROM {} AS it WHERE strpos(lower(it::text), {}) > 0"


def in_database(url: str, words: Iterable[str]) -> list[str]:
    """The rows that hold one of the words, each with its table."""
    found = []
    with psycopg.connect(url) as connection:
        for schema, table in connection.execute(_TABLES).fetchall():
            for word in words:
                query = sql.SQL(_ROWS).format(sql.Identifier(schema, table), sql.Literal(word.lower()))
                found += [f"{table}: {row[0]}" for row in connection.execute(query)]
    return found


def in_redis(url: str, words: Iterable[str]) -> list[str]:
    """The keys of Redis that hold one of the words, in their name or in what is kept under it."""
    redis = Redis.from_url(url)
    try:
        kept = {key: redis.dump(key) or b"" for key in redis.scan_iter(count=1000)}
    finally:
        redis.close()
    return [
        str(key)
        for key, value in kept.items()
        for word in words
        if word.encode().lower() in (key + value).lower()
    ]


def in_files(paths: Iterable[Path], words: Iterable[str]) -> list[str]:
    """The lines of these files that hold one of the words."""
    wanted = [word.lower() for word in words]
    return [
        f"{path.name}: {line}"
        for path in paths
        for line in path.read_text(errors="replace").lower().splitlines()
        if any(word in line for word in wanted)
    ]
