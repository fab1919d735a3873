"""Which customers have a complaint open, as the feedback router tells it."""

from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from shared.db import statements

_SQL = statements("survey.store", "complaints")


def insert(connection: Connection, complaints: dict[UUID, str]) -> None:
    """Keep these open complaints, with whose they are; none of a customer who is not here any more."""
    rows = [{"feedback_id": str(id_), "customer_key": key} for id_, key in complaints.items()]
    connection.execute(_SQL["insert"], {"complaints": Jsonb(rows)})


def mark(connection: Connection, states: dict[UUID, bool]) -> None:
    """These are open from now on, or not; those that are none of ours are passed over."""
    rows = [{"feedback_id": str(id_), "open": is_open} for id_, is_open in states.items()]
    connection.execute(_SQL["mark"], {"states": Jsonb(rows)})
