"""A team wants to be told."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.webhooks import Filters, Webhook
from feedback_router.store import rules, webhooks
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook
from shared.ids import new_id
from shared.problems import invalid


def create_webhook(
    connection: Connection,
    *,
    team: str,
    url: str,
    events: tuple[str, ...],
    filters: Filters,
    template: dict[str, Any],
    by: Actor,
    now: datetime,
    request_id: str,
) -> Webhook:
    """The new webhook; its first secret has the number 1. Problem (422) when there is no such team."""
    teams = {known.key for known in rules.in_force(connection).book.teams}
    if team not in teams:
        raise invalid({"team": [f'There is no team "{team}" in the rules that are in force.']})
    webhook = Webhook(new_id(), team, url, events, filters, template, 1, now)
    webhooks.insert(connection, webhook)
    webhooks.add_secret(connection, webhook.id, now)
    tell_of_webhook(connection, webhook, "created", now=now, request_id=request_id, by=by.name)
    return webhook
