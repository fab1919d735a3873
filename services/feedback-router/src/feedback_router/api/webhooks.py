"""Webhooks: create, look at, change, delete, give a new secret, test."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.callers import actor, team_to_show
from feedback_router.domain.webhook_secrets import secret_of
from feedback_router.domain.webhooks import Webhook, url_fault
from feedback_router.schemas.deliveries import DeliverySchema
from feedback_router.schemas.webhooks import (
    CreatedWebhookSchema,
    NewSecretSchema,
    NewWebhookSchema,
    RotationSchema,
    WebhookArguments,
    WebhookChangeSchema,
    WebhookPageSchema,
    WebhookSchema,
)
from feedback_router.settings import RouterSettings
from feedback_router.store import webhooks
from feedback_router.store.deliveries import Delivery
from feedback_router.store.webhooks import Secret
from feedback_router.use_cases.change_webhook import change_webhook
from feedback_router.use_cases.create_webhook import create_webhook
from feedback_router.use_cases.delete_webhook import delete_webhook
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.ping_webhook import ping_webhook
from feedback_router.use_cases.rotate_secret import rotate_secret
from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import invalid
from shared.service import current

blueprint = Blueprint(
    "webhooks", __name__, url_prefix="/webhooks", description="Telling a team's programs what happens"
)


@blueprint.route("", methods=["GET"], scope="webhooks:read")
@blueprint.arguments(WebhookArguments, location="query")
@blueprint.response(200, WebhookPageSchema)
def list_webhooks(arguments: dict[str, Any]) -> dict[str, Any]:
    """List webhooks, oldest first; a team's key sees its own"""
    after, limit = paging.decode(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        found = webhooks.page(connection, team_to_show(arguments["team"]), after, limit)
        secrets = webhooks.secrets(connection, [webhook.id for webhook in found], now())
    page = paging.page_of(found, limit, lambda webhook: (webhook.created_at, webhook.id))
    return {**page, "items": [_shown(webhook, secrets[webhook.id]) for webhook in found]}


@blueprint.route("", methods=["POST"], scope="webhooks:write")
@blueprint.arguments(NewWebhookSchema)
@blueprint.response(201, CreatedWebhookSchema)
def create(body: dict[str, Any]) -> dict[str, Any]:
    """Create a webhook; its secret is in this answer and in no other"""
    team = team_to_show(body.pop("team"))
    if team is None:
        raise invalid({"team": ["Name the team; this key is no team's."]})
    _check(body["url"])
    with current().change() as connection:
        webhook = create_webhook(
            connection, team=team, **body, by=actor(), now=now(), request_id=web.request_id()
        )
        trail.note(connection, "webhook.created", str(webhook.id), team=team)
        return {**_show(connection, webhook), "secret": _secret(webhook.id, 1)}


@blueprint.route("/<uuid:webhook_id>", methods=["GET"], scope="webhooks:read")
@blueprint.response(200, WebhookSchema)
def show(webhook_id: UUID) -> dict[str, Any]:
    """Show one webhook, how its receiver does, and which secrets sign"""
    with current().read() as connection:
        return _show(connection, find_webhook(connection, webhook_id, actor(), to_change=False))


@blueprint.route("/<uuid:webhook_id>", methods=["PATCH"], scope="webhooks:write")
@blueprint.arguments(WebhookChangeSchema)
@blueprint.response(200, WebhookSchema)
def change(body: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Change a webhook, or switch it off and on; what happens while it is off waits for it for 30 days"""
    if "url" in body:
        _check(body["url"])
    named = sorted(body)
    with current().change() as connection:
        webhook = change_webhook(
            connection, webhook_id, body, by=actor(), now=now(), request_id=web.request_id()
        )
        trail.note(connection, "webhook.changed", str(webhook_id), fields=named)
        return _show(connection, webhook)


@blueprint.route("/<uuid:webhook_id>", methods=["DELETE"], scope="webhooks:write")
@blueprint.response(204)
def delete(webhook_id: UUID) -> None:
    """Delete a webhook and its log"""
    with current().change() as connection:
        delete_webhook(connection, webhook_id, by=actor(), now=now(), request_id=web.request_id())
        trail.note(connection, "webhook.deleted", str(webhook_id))


@blueprint.route("/<uuid:webhook_id>/secrets", methods=["POST"], scope="webhooks:write")
@blueprint.arguments(RotationSchema)
@blueprint.response(201, NewSecretSchema)
def rotate(body: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Make a new secret, shown this once; the old ones sign beside it for 24 hours or as long as you say"""
    grace = timedelta(hours=body["old_expire_in_hours"])
    with current().change() as connection:
        number = rotate_secret(
            connection, webhook_id, grace, by=actor(), now=now(), request_id=web.request_id()
        )
        trail.note(connection, "webhook.rotated", str(webhook_id), number=number)
    return {"number": number, "secret": _secret(webhook_id, number)}


@blueprint.route("/<uuid:webhook_id>/test", methods=["POST"], scope="webhooks:write")
@blueprint.response(202, DeliverySchema)
def test(webhook_id: UUID) -> Delivery:
    """Send an event of the type router.webhook.tested, whatever the webhook wants to hear"""
    with current().change() as connection:
        return ping_webhook(connection, webhook_id, by=actor(), now=now(), request_id=web.request_id())


def _settings() -> RouterSettings:
    settings = current().settings
    assert isinstance(settings, RouterSettings)  # noqa: S101  create_app() put it there
    return settings


def _check(url: str) -> None:
    if fault := url_fault(url, allow_private=_settings().webhook_allow_private):
        raise invalid({"url": [fault]})


def _secret(webhook_id: UUID, number: int) -> str:
    return secret_of(webhook_id, number, _settings().secret_key)


def _show(connection: Connection, webhook: Webhook) -> dict[str, Any]:
    return _shown(webhook, webhooks.secrets(connection, [webhook.id], now())[webhook.id])


def _shown(webhook: Webhook, secrets: list[Secret]) -> dict[str, Any]:
    return {
        **vars(webhook),
        **vars(webhook.health),
        "enabled": webhook.disabled_at is None,
        "secrets": secrets,
    }
