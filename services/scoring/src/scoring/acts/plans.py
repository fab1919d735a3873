"""Incentive plans as they are asked for: the list, and one version of one."""

from typing import Any

from psycopg import Connection

from scoring.store import plans
from scoring.use_cases.draw_up_scorecard import Standing, find_standing, find_standings
from shared import paging
from shared.problems import not_found


def list_plans(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these PageArguments ask for, in the order of the plans' keys: `items` and `next`."""
    limit = arguments["limit"]
    found = find_standings(connection, paging.after_key(arguments["cursor"]), limit)
    return paging.page_by(found, limit, lambda one: (one.plan.key,))


def find_plan(connection: Connection, key: str, version: int | None) -> Standing:
    """This version, or the one in force. Problem (404)."""
    standing = find_standing(connection, key, version)
    if standing is None:
        raise not_found(f"plan {key!r}" if version is None else f"version {version} of a plan {key!r}")
    return standing


def hold_plan(connection: Connection, key: str, version: int | None) -> Standing:
    """The same, and nobody else takes a step with this plan before the transaction ends. Problem (404)."""
    plans.hold(connection, key)
    return find_plan(connection, key, version)
