"""Webhooks, the versions of their templates, and which of their secrets are in force."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from feedback_router.domain.webhooks import Filters, Health, Webhook
from shared.db import statements

_SQL = statements("feedback_router.store", "webhooks")

# Where a webhook stands in the list: (created_at, id).
Place = tuple[datetime, UUID]
_FIRST: Place = (datetime.min.replace(tzinfo=UTC), UUID(int=0))


@dataclass(frozen=True)
class Secret:
    """That a secret is in force, and for how long; None for good."""

    webhook_id: UUID
    number: int
    created_at: datetime
    expires_at: datetime | None


def insert(connection: Connection, webhook: Webhook) -> None:
    """Keep a new webhook with its template."""
    connection.execute(_SQL["insert"], _parameters(webhook))
    add_template(connection, webhook)


def add_template(connection: Connection, webhook: Webhook) -> None:
    """Keep the webhook's template as the version that it says."""
    values = {
        "id": webhook.id,
        "version": webhook.template_version,
        "template": Jsonb(webhook.template),
    }
    connection.execute(_SQL["insert_template"], values)


def page(connection: Connection, team: str | None, after: Place | None, limit: int) -> list[Webhook]:
    """Webhooks from the oldest to the newest, after a place; of all teams with None."""
    created_at, webhook_id = after or _FIRST
    return _all(
        connection, "page", {"team": team, "created_at": created_at, "id": webhook_id, "limit": limit}
    )


def get(connection: Connection, webhook_id: UUID, team: str | None) -> Webhook | None:
    """The webhook, if it is there and is the team's; with None, any team's."""
    return next(iter(_all(connection, "get", {"id": webhook_id, "team": team})), None)


def lock(connection: Connection, webhook_id: UUID, team: str | None) -> Webhook | None:
    """The same as `get`; nobody else changes it until the transaction ends."""
    return next(iter(_all(connection, "lock", {"id": webhook_id, "team": team})), None)


def listening(connection: Connection) -> list[Webhook]:
    """All webhooks, disabled ones too."""
    return _all(connection, "listening", {})


def change(connection: Connection, webhook: Webhook) -> None:
    """Keep what has become of a webhook."""
    connection.execute(_SQL["change"], _parameters(webhook))


def delete(connection: Connection, webhook_id: UUID, now: datetime) -> None:
    """Nobody sees it any more, and it is told nothing."""
    connection.execute(_SQL["delete"], {"id": webhook_id, "now": now})


def sweep(connection: Connection) -> int:
    """Take away the deleted ones whose log is gone; how many these were."""
    return connection.execute(_SQL["sweep"]).rowcount


def add_secret(connection: Connection, webhook_id: UUID, now: datetime) -> int:
    """The number of a new secret; it is the next, so nobody ever gets an old one again."""
    row = connection.execute(_SQL["add_secret"], {"id": webhook_id, "now": now}).fetchone()
    assert row is not None  # noqa: S101  an aggregate always yields its row
    return int(row[0])


def expire_others(connection: Connection, webhook_id: UUID, number: int, at: datetime) -> None:
    """All secrets but this one sign until then, and no longer."""
    connection.execute(_SQL["expire_others"], {"id": webhook_id, "number": number, "expires_at": at})


def secrets(connection: Connection, ids: list[UUID], now: datetime) -> dict[UUID, list[Secret]]:
    """Which secrets of these webhooks are in force, the newest first."""
    found: dict[UUID, list[Secret]] = {webhook_id: [] for webhook_id in ids}
    with connection.cursor(row_factory=class_row(Secret)) as cursor:
        for secret in cursor.execute(_SQL["secrets"], {"ids": ids, "now": now}):
            found[secret.webhook_id].append(secret)
    return found


def _all(connection: Connection, statement: str, parameters: dict[str, Any]) -> list[Webhook]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_webhook(row) for row in cursor.execute(_SQL[statement], parameters)]


def _webhook(row: dict[str, Any]) -> Webhook:
    filters: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row["filters"].items()
    }
    return Webhook(
        id=row["id"],
        team=row["team"],
        url=row["url"],
        events=tuple(row["events"]),
        filters=Filters(**filters),
        template=row["template"],
        template_version=row["template_version"],
        created_at=row["created_at"],
        disabled_at=row["disabled_at"],
        disabled_reason=row["disabled_reason"],
        health=Health(row["slow"], row["failed_attempts"], row["failing_since"]),
    )


def _parameters(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "team": webhook.team,
        "url": webhook.url,
        "events": list(webhook.events),
        "filters": Jsonb(asdict(webhook.filters)),
        "template_version": webhook.template_version,
        "created_at": webhook.created_at,
        "disabled_at": webhook.disabled_at,
        "disabled_reason": webhook.disabled_reason,
        **asdict(webhook.health),
    }
