"""The list of incentive plans as it is asked for."""

from typing import Any

from psycopg import Connection

from scoring.use_cases.draw_up_scorecard import find_standings
from shared import paging


def list_plans(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these PageArguments ask for, in the order of the plans' keys: `items` and `next`."""
    limit = arguments["limit"]
    found = find_standings(connection, paging.after_key(arguments["cursor"]), limit)
    return paging.page_by(found, limit, lambda one: (one.plan.key,))
