"""Migrations: numbered plain SQL, applied once, in order, under a lock, with a checksum."""

import hashlib
from importlib.resources import files

import psycopg
from psycopg import Connection

from shared.db import statements

_SQL = statements("shared", "migrate")


class MigrationError(Exception):
    """A migration that was already applied has been edited, or is not known to this version."""


def migrate(database_url: str, package: str) -> list[str]:
    """Bring one service's database up to date and return the names of what was applied.

    All or nothing: one transaction, held by one process at a time. The tables of `shared` come first.
    MigrationError when the history on disk is not the history in the database.
    """
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        connection.execute(_SQL["lock"])
        connection.execute(_SQL["create_register"])
        applied = [
            f"{owner}/{name}" for owner in ("shared", package) for name in _apply_pending(connection, owner)
        ]
        connection.execute(_SQL["start_epoch"])
        return applied


def _apply_pending(connection: Connection, package: str) -> list[str]:
    known: dict[str, str] = dict(connection.execute(_SQL["applied"], {"package": package}).fetchall())
    folder = files(package).joinpath("migrations")
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".sql"))
    if gone := sorted(set(known) - set(found)):
        raise MigrationError(
            f"the database of {package} is from a newer version of Escucha, which made {gone[0]}: "
            "start that version or a later one, or restore a backup from before it"
        )
    fresh = []
    for name in found:
        script = folder.joinpath(name).read_bytes()
        checksum = hashlib.sha256(script).hexdigest()
        if name not in known:
            connection.execute(script)
            connection.execute(_SQL["register"], {"package": package, "name": name, "checksum": checksum})
            fresh.append(name)
        elif known[name] != checksum:
            raise MigrationError(
                f"{package}: {name} was changed after it was applied; add a new one instead."
            )
    return fresh
