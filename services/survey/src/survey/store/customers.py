"""Customers and how to reach them."""

from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from survey.domain.touchpoints import Customer

_SQL = statements("survey.store", "customers")


def upsert(connection: Connection, customers: list[Customer], now: datetime) -> dict[str, Customer]:
    """Keep what is newly known of each customer and return all that is known, by key.

    Until the transaction ends nobody else can do the same for these customers.
    """
    merged: dict[str, Customer] = {}
    for customer in customers:
        known = merged.get(customer.key)
        merged[customer.key] = known.updated_by(customer) if known else customer
    told = Jsonb([vars(customer) for customer in merged.values()])
    connection.execute(_SQL["upsert"], {"customers": told, "now": now})
    return find(connection, list(merged))


def find(connection: Connection, keys: list[str]) -> dict[str, Customer]:
    """The customers with these keys."""
    with connection.cursor(row_factory=class_row(Customer)) as cursor:
        return {row.key: row for row in cursor.execute(_SQL["find"], {"keys": keys})}


def addressed_anew(connection: Connection, keys: list[str], since: datetime) -> set[str]:
    """Those of these customers whose address was replaced by another since then."""
    rows = connection.execute(_SQL["addressed_anew"], {"keys": keys, "since": since})
    return {row[0] for row in rows}


def hold(connection: Connection, keys: list[str]) -> set[str]:
    """Those of these customers who are known; until the transaction ends, an erasure waits and finds what it wrote.

    Whoever writes about customers, or what is theirs, holds them first: who locks in another order may wait for an
    erasure that waits for them.
    """
    return {key for (key,) in connection.execute(_SQL["hold"], {"keys": keys})}


def of_address(connection: Connection, email: str) -> list[str]:
    """The keys of those who have this mail address."""
    return [row[0] for row in connection.execute(_SQL["of_address"], {"email": email})]


def written_since(connection: Connection, since: datetime, prefix: str) -> list[str]:
    """The keys that begin so, of those of whom something new became known since then."""
    rows = connection.execute(_SQL["written_since"], {"since": since, "prefix": prefix})
    return [row[0] for row in rows]
