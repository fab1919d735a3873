"""Whose answers the facts are, taken away."""

from collections.abc import Iterable
from uuid import UUID

from psycopg import Connection

from shared import follower
from shared.db import statements

_SQL = statements("scoring.store", "erasure")


def known(connection: Connection, responses: Iterable[UUID]) -> set[UUID]:
    """Those of these responses that have lost their person."""
    return {row[0] for row in connection.execute(_SQL["known"], {"responses": list(responses)})}


def forget(connection: Connection, responses: list[UUID], told: list[UUID]) -> None:
    """Take the person out of these responses and out of what could not be understood, and remember which they were."""
    for statement in ("remember", "forget"):
        connection.execute(_SQL[statement], {"responses": responses})
    follower.forget_parked(connection, told, "response_id", [str(response) for response in responses])
