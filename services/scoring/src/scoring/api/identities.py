"""Identities: several customer keys that are one person, joined and parted again."""

from typing import Any
from uuid import UUID

from scoring.schemas.identities import JoinedSchema, JoinPageSchema, JoinSchema, ListedJoinSchema, PartSchema
from scoring.store import identities
from scoring.use_cases.join_identities import join_identities, part_identities
from shared import access, paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import Problem, invalid, not_found
from shared.service import current

blueprint = Blueprint(
    "identities", __name__, url_prefix="/identities/joins", description="Keys that are one person"
)


@blueprint.route("", methods=["POST"], scope="identities:write", keyed="optional")
@blueprint.arguments(JoinSchema)
@blueprint.response(201, JoinedSchema)
def join(body: dict[str, Any]) -> dict[str, Any]:
    """Say that keys are one person; their cases are made again as one person's"""
    with current().change() as connection:
        if strangers := identities.strangers(connection, body["customer_keys"]):
            places = [body["customer_keys"].index(key) for key in strangers]
            raise invalid(
                {f"customer_keys.{place}": ["No touchpoint of this customer is known."] for place in places}
            )
        join_id = join_identities(
            connection,
            body["customer_keys"],
            reason=body["reason"],
            by=access.caller().name,
            now=now(),
            request_id=web.request_id(),
        )
        trail.note(connection, "identities.joined", str(join_id))
    return {"id": join_id}


@blueprint.route("", methods=["GET"], scope="identities:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, JoinPageSchema)
def list_joins(arguments: dict[str, Any]) -> dict[str, Any]:
    """List joins, those that were taken back too, the oldest first"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        found = identities.page(connection, after, limit)
    return paging.page_of(found, limit, lambda join: (join.joined_at, join.id))


@blueprint.route("/<uuid:join_id>/undo", methods=["POST"], scope="identities:write")
@blueprint.arguments(PartSchema)
@blueprint.response(200, ListedJoinSchema)
def undo(body: dict[str, Any], join_id: UUID) -> identities.Join:
    """Take a join back: everybody is again who they were without it"""
    with current().change() as connection:
        if identities.get(connection, join_id) is None:
            raise not_found("join")
        parted = part_identities(
            connection,
            join_id,
            reason=body["reason"],
            by=access.caller().name,
            now=now(),
            request_id=web.request_id(),
        )
        if not parted:
            raise Problem(409, "This join was taken back already.")
        trail.note(connection, "identities.parted", str(join_id))
        found = identities.get(connection, join_id)
    assert found is not None  # noqa: S101  it was there a moment ago
    return found
