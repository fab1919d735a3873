"""Servers that are not ours: looked at before anything starts, so that a mistake is one clear line."""

from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from escucha.problem import Problem, first_line

_SMTP_SCHEMES = ("smtp", "smtps")


def ensure_databases(server_url: str, names: list[str]) -> dict[str, str]:
    """The URL of each named database on the server, created where missing.

    Problem when the URL is no PostgreSQL address, nobody answers there, or databases can't be created.
    """
    try:
        parts = urlsplit(server_url)
        valid = parts.scheme in ("postgresql", "postgres") and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise Problem(
            "DATABASE_URL is no PostgreSQL address such as postgresql://user:password@host:5432/postgres"
        )
    try:
        with psycopg.connect(server_url, autocommit=True, connect_timeout=10) as connection:
            known = {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}
            for name in names:
                if name not in known:
                    _create(connection, name)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Problem(
            f"DATABASE_URL: its user may not create databases; allow it, or create {', '.join(names)} for it"
        ) from error
    except psycopg.OperationalError as error:
        raise Problem(f"DATABASE_URL: no PostgreSQL answers there: {first_line(error)}") from error
    except psycopg.Error as error:
        raise Problem(f"DATABASE_URL can't be used: {first_line(error)}") from error
    # Put together by hand: urllib leaves out the two slashes where no host follows them.
    query = f"?{parts.query}" if parts.query else ""
    return {name: f"{parts.scheme}://{parts.netloc}/{name}{query}" for name in names}


def check_redis(url: str) -> None:
    """Problem unless a Redis-compatible server answers at the address and lets us in."""
    try:
        with closing(redis.Redis.from_url(url, socket_connect_timeout=10, socket_timeout=10)) as client:
            client.ping()
    except ValueError as error:
        raise Problem("REDIS_URL is no Redis address such as redis://:password@host:6379/0") from error
    except redis.RedisError as error:
        raise Problem(f"REDIS_URL: no Redis answers there: {first_line(error)}") from error


def check_smtp(url: str) -> None:
    """Problem unless the address can be one of a mail server. It may be away for now: mail waits for it."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in _SMTP_SCHEMES and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise Problem("SMTP_URL is no mail server's address such as smtp://user:password@host:587")


def _create(connection: psycopg.Connection, name: str) -> None:
    # From template0: the encoding is ours to choose, and nobody can be connected to it.
    statement = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
    try:
        connection.execute(statement)
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return  # another run was faster
