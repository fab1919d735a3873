"""The keys of device marks, one a day."""

from datetime import date

from psycopg import Connection

from shared.db import statements

_SQL = statements("survey.store", "device_keys")


def take(connection: Connection, day: date, offered: bytes) -> bytes:
    """The day's key: the one that is offered, where there is none yet."""
    connection.execute(_SQL["offer"], {"day": day, "key": offered})
    row = connection.execute(_SQL["find"], {"day": day}).fetchone()
    return bytes(row[0]) if row else offered


def destroy(connection: Connection, today: date) -> int:
    """Destroy those of the days before, and say how many there were."""
    return connection.execute(_SQL["destroy"], {"today": today}).rowcount
