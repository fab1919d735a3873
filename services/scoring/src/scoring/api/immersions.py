"""Immersions: conversations with customers and walks through their journey, and what is done about what was found."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.domain.immersions import Action, Immersion
from scoring.schemas.immersions import (
    ImmersionArguments,
    ImmersionPageSchema,
    ImmersionSchema,
    NewActionSchema,
    NewImmersionSchema,
)
from scoring.store import immersions
from scoring.use_cases.log_immersion import OtherImmersionError, log_immersion, take_up_finding
from shared import access, paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, invalid, not_found
from shared.service import current

blueprint = Blueprint(
    "immersions",
    __name__,
    url_prefix="/immersions",
    description="Talking with customers, walking their journey",
)


@blueprint.route("", methods=["POST"], scope="immersions:write")
@blueprint.arguments(NewImmersionSchema)
@blueprint.response(200, ImmersionSchema)
def log(body: dict[str, Any]) -> Immersion:
    """Log a conversation with a customer or a walk through a journey, with notes and findings"""
    moment = now()
    if body["day"] > moment.date():
        raise invalid({"day": ["This day is still to come."]})
    immersion = Immersion(**body, by=access.caller().name, logged_at=moment)
    try:
        with current().change() as connection:
            if log_immersion(connection, immersion, request_id=web.request_id()):
                trail.note(connection, "immersion.logged", str(immersion.id))
            return _found(connection, immersion.id)
    except OtherImmersionError as error:
        raise Problem(409, "Something else was logged under this id.") from error


@blueprint.route("", methods=["GET"], scope="immersions:read")
@blueprint.arguments(ImmersionArguments, location="query")
@blueprint.response(200, ImmersionPageSchema)
def list_immersions(arguments: dict[str, Any]) -> dict[str, Any]:
    """List immersions with their findings and actions, the oldest first"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        found = immersions.page(connection, arguments["person"], after, limit)
    return paging.page_of(found, limit, lambda immersion: (immersion.logged_at, immersion.id))


@blueprint.route(
    "/<uuid:immersion_id>/findings/<int:place>/action", methods=["POST"], scope="immersions:write"
)
@blueprint.arguments(NewActionSchema)
@blueprint.response(200, ImmersionSchema)
def take_up(body: dict[str, Any], immersion_id: UUID, place: int) -> Immersion:
    """Say what is done about a finding, by whom and until when; the findings are numbered from 1"""
    action = Action(place, **body, by=access.caller().name, taken_up_at=now())
    with current().change() as connection:
        immersion = _found(connection, immersion_id)
        if not 1 <= place <= len(immersion.findings):
            raise not_found(f"finding {place}")
        take_up_finding(connection, immersion, action, request_id=web.request_id())
        trail.note(connection, "finding.taken_up", str(immersion_id), place=place)
        return _found(connection, immersion_id)


def _found(connection: Connection, immersion_id: UUID) -> Immersion:
    immersion = immersions.find(connection, immersion_id)
    if immersion is None:
        raise not_found("immersion")
    return immersion
