"""Who gets no survey by mail any more, and why."""

from datetime import datetime

from psycopg import Connection

from shared.db import statements

_SQL = statements("survey.store", "suppressions")


def reasons(connection: Connection, customer_keys: list[str]) -> dict[str, str]:
    """Why these customers get no survey by mail: unsubscribed, bounced or complained. Who may be asked is absent."""
    return dict(connection.execute(_SQL["reasons"], {"keys": customer_keys}).fetchall())


def suppress(connection: Connection, customer_keys: list[str], reason: str, now: datetime) -> set[str]:
    """Send these customers no more surveys; returns for whom that is new."""
    values = {"keys": sorted(set(customer_keys)), "reason": reason, "now": now}
    return {key for (key,) in connection.execute(_SQL["suppress"], values)}


def lift(connection: Connection, customer_key: str) -> bool:
    """The customer wants to be asked again; False when nothing but a bounce, or nothing at all, was in the way."""
    return connection.execute(_SQL["lift"], {"key": customer_key}).rowcount == 1
