"""Change what a webhook is told, and where; switch it off and on."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.webhooks import PAUSED, Health, Webhook
from feedback_router.store import webhooks
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook


def change_webhook(
    connection: Connection,
    webhook_id: UUID,
    changes: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Webhook:
    """The webhook after the changes, of `url`, `events`, `filters`, `template` and `enabled`; the same again changes
    nothing. Problem (404) when the actor sees no such webhook.

    A new template is for events from now on: what is planned keeps the one that it began with.
    """
    webhook = find_webhook(connection, webhook_id, by, to_change=True)
    changed = _switched(webhook, changes.pop("enabled", None), now)
    changed = replace(changed, **changes)
    if changed == webhook:
        return webhook
    if changed.template != webhook.template:
        changed = replace(changed, template_version=webhook.template_version + 1)
        webhooks.add_template(connection, changed)
    webhooks.change(connection, changed)
    enabled = changed.disabled_at is None
    tell_of_webhook(
        connection, changed, "changed", now=now, request_id=request_id, by=by.name, enabled=enabled
    )
    return changed


def _switched(webhook: Webhook, enabled: bool | None, now: datetime) -> Webhook:
    """On or off. Who enables it says that the receiver is well; off stays off for the reason that it had."""
    if enabled is None or enabled == (webhook.disabled_at is None):
        return webhook
    if enabled:
        return replace(webhook, disabled_at=None, disabled_reason=None, health=Health())
    return replace(webhook, disabled_at=now, disabled_reason=PAUSED)
