"""The list of designed journeys as it is asked for."""

from typing import Any

from psycopg import Connection

from scoring.store import journeys
from shared import paging


def list_journeys(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these PageArguments ask for, in the order of the journeys' keys: `items` and `next`."""
    limit = arguments["limit"]
    found = journeys.page(connection, paging.after_key(arguments["cursor"]), limit)
    return paging.page_by(found, limit, lambda one: (one.journey.key,))
