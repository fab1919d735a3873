"""Executives: who they are, and what critical they were told of."""

from typing import Any

from feedback_router.callers import refuse_teams
from feedback_router.domain.executives import ExecutiveList, repeated_keys
from feedback_router.schemas.executives import (
    CriticalArguments,
    CriticalFailurePageSchema,
    ExecutiveListInForceSchema,
    ExecutiveListSchema,
)
from feedback_router.schemas.rules import PublishedSchema
from feedback_router.store import critical_failures, executives
from feedback_router.use_cases.set_executives import set_executives
from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import invalid
from shared.service import current
from shared.versions import Published

blueprint = Blueprint(
    "executives",
    __name__,
    url_prefix="/executives",
    description="Who hears of what is critical, and reads the digest",
)


@blueprint.route("", methods=["POST"], scope="executives:write", keyed="optional")
@blueprint.arguments(ExecutiveListSchema)
@blueprint.response(200, PublishedSchema)
def put(people: ExecutiveList) -> Published:
    """Put a list of executives in force as the next version; the same list again changes nothing"""
    refuse_teams()
    if repeated := dict(repeated_keys(people.executives)):
        raise invalid({f"executives.{number}.key": [sentence] for number, sentence in repeated.items()})
    with current().change() as connection:
        published = set_executives(connection, people, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "executives.set", "executives", version=published.version)
    return published


@blueprint.route("", methods=["GET"], scope="executives:read")
@blueprint.response(200, ExecutiveListInForceSchema)
def show() -> ExecutiveList:
    """Show the executives that are in force; version 0 is empty"""
    refuse_teams()
    with current().read() as connection:
        return executives.in_force(connection)


@blueprint.route("/critical", methods=["GET"], scope="executives:read")
@blueprint.arguments(CriticalArguments, location="query")
@blueprint.response(200, CriticalFailurePageSchema)
def list_critical(arguments: dict[str, Any]) -> dict[str, Any]:
    """List items of the highest severity, the last noticed first, and which executives were written to"""
    refuse_teams()
    after, limit = paging.decode(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = critical_failures.page(connection, is_open=arguments["open"], after=after, limit=limit)
    return paging.page_of(items, limit, lambda failure: (failure.noticed_at, failure.item.id))
