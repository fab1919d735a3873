"""Immersions: conversations with customers and walks through their journey, and what is done about what was found."""

from typing import Any
from uuid import UUID

from scoring.acts import immersions as acts
from scoring.domain.immersions import Immersion
from scoring.schemas.immersions import (
    ImmersionArguments,
    ImmersionPageSchema,
    ImmersionSchema,
    NewActionSchema,
    NewImmersionSchema,
)
from scoring.store import immersions
from shared import paging
from shared.access import Blueprint
from shared.clock import now
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
    with current().change() as connection:
        return acts.log(connection, body, now())


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
    with current().change() as connection:
        return acts.take_up(connection, immersion_id, place, body, now())
