"""The two embedded servers, as far as their tests are the same: something is kept, and found again."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import psycopg
import redis

from escucha.embedded.postgres import Postgres
from escucha.embedded.server import Server
from escucha.embedded.valkey import Valkey


@dataclass(frozen=True)
class Kind:
    """A kind of server, how to leave something there for sure, and how to look for it."""

    make: type[Server]
    keep: Callable[[str, str], None]
    find: Callable[[str], str]


def _keep_in_postgres(url: str, value: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value text)")
        connection.execute("INSERT INTO kept VALUES (%s)", (value,))


def _find_in_postgres(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT string_agg(value, ',' ORDER BY value) FROM kept").fetchone()
    return str(row[0]) if row else ""


def _keep_in_valkey(url: str, value: str) -> None:
    with closing(redis.Redis.from_url(url)) as client:
        client.sadd("kept", value)
        client.waitaof(1, 0, 0)


def _find_in_valkey(url: str) -> str:
    with closing(redis.Redis.from_url(url, decode_responses=True)) as client:
        return ",".join(sorted(str(value) for value in client.smembers("kept")))


POSTGRES = Kind(Postgres, _keep_in_postgres, _find_in_postgres)
VALKEY = Kind(Valkey, _keep_in_valkey, _find_in_valkey)
KINDS = {"postgres": POSTGRES, "valkey": VALKEY}
