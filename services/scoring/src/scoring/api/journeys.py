"""Designed journeys: publish, list and show, and those that come with Escucha."""

from typing import Any

from scoring import library
from scoring.acts import journeys as acts
from scoring.acts.proposals import refuse_faulty
from scoring.domain.journeys import Journey
from scoring.schemas.journeys import (
    JourneyPageSchema,
    JourneySchema,
    ListedJourneySchema,
    PublishedJourneySchema,
)
from scoring.store import journeys
from scoring.store.journeys import JourneyInForce
from scoring.use_cases.publish_journey import publish_journey
from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "journeys", __name__, url_prefix="/journeys", description="The customer's path, as it is designed"
)


@blueprint.route("", methods=["POST"], scope="journeys:write")
@blueprint.arguments(JourneySchema)
@blueprint.response(200, PublishedJourneySchema)
def publish(journey: Journey) -> dict[str, Any]:
    """Publish a journey outright as its next version; the same definition again changes nothing"""
    refuse_faulty(journey)
    with current().change() as connection:
        published = publish_journey(connection, journey, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "journey.published", journey.key, version=published.version)
    return {"key": journey.key, "version": published.version, "is_new": published.is_new}


@blueprint.route("", methods=["GET"], scope="journeys:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, JourneyPageSchema)
def list_journeys(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the journeys in force, in the order of their keys"""
    with current().read() as connection:
        return acts.list_journeys(connection, arguments)


@blueprint.route("/templates", methods=["GET"], scope="journeys:read")
@blueprint.response(200, JourneySchema(many=True))
def list_templates() -> list[Journey]:
    """List the journeys that come with Escucha, as they can be published, or changed and then published"""
    return list(library.templates().values())


@blueprint.route("/<key>", methods=["GET"], scope="journeys:read")
@blueprint.response(200, ListedJourneySchema)
def get_journey(key: str) -> JourneyInForce:
    """Get the design in force"""
    with current().read() as connection:
        found = journeys.newest(connection, key)
    if found is None:
        raise not_found(f"journey {key!r}")
    return found
