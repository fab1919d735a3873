"""How many answers and comments each service holds."""

import psycopg

from support.house import House

_COUNT = "SELECT count(*) FROM {table} WHERE survey = %s"


def responses(house: House, survey: str = "after-support") -> tuple[int, int]:
    """In the survey service and in scoring."""
    return _count(house, "survey", "responses", survey), _count(house, "scoring", "responses", survey)


def comments(house: House, survey: str = "after-support") -> tuple[int, int]:
    """In the router and in scoring."""
    return _count(house, "router", "feedback", survey), _count(house, "scoring", "feedback", survey)


def _count(house: House, service: str, table: str, survey: str) -> int:
    with psycopg.connect(house.databases[service]) as connection:
        row = connection.execute(_COUNT.format(table=table).encode(), [survey]).fetchone()
    assert row is not None
    return int(row[0])
