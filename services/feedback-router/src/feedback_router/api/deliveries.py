"""The log of a webhook's deliveries, and sending them again."""

from typing import Any
from uuid import UUID

from feedback_router.callers import actor
from feedback_router.schemas.deliveries import (
    DeliveryArguments,
    DeliveryPageSchema,
    DeliverySchema,
    ReplayedSchema,
    ReplaySchema,
)
from feedback_router.store import deliveries
from feedback_router.store.deliveries import Delivery
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.replay_deliveries import replay_delivery, replay_range
from shared import paging, web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint(
    "deliveries",
    __name__,
    url_prefix="/webhooks/<uuid:webhook_id>",
    description="What a webhook was told, and when",
)


@blueprint.route("/deliveries", methods=["GET"], scope="webhooks:read")
@blueprint.arguments(DeliveryArguments, location="query")
@blueprint.response(200, DeliveryPageSchema)
def list_deliveries(arguments: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """List a webhook's deliveries with their attempts, the newest event first; kept for 30 days"""
    after, limit = paging.decode(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        find_webhook(connection, webhook_id, actor(), to_change=False)
        found = deliveries.page(connection, webhook_id, arguments["state"], after, limit)
    return paging.page_of(found, limit, lambda delivery: (delivery.event_time, delivery.event_id))


@blueprint.route("/deliveries/<uuid:event_id>/replay", methods=["POST"], scope="webhooks:write")
@blueprint.response(202, DeliverySchema)
def replay(webhook_id: UUID, event_id: UUID) -> Delivery:
    """Send one event again, with the same id and payload"""
    with current().change() as connection:
        return replay_delivery(
            connection, webhook_id, event_id, by=actor(), now=now(), request_id=web.request_id()
        )


@blueprint.route("/replay", methods=["POST"], scope="webhooks:write")
@blueprint.arguments(ReplaySchema)
@blueprint.response(202, ReplayedSchema)
def replay_all(body: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Send again what happened in a time, at most 10,000 at once"""
    moment = now()
    with current().change() as connection:
        replayed, next_since = replay_range(
            connection,
            webhook_id,
            body["since"],
            body["until"] or moment,
            by=actor(),
            now=moment,
            request_id=web.request_id(),
        )
    return {"replayed": replayed, "next_since": next_since}
