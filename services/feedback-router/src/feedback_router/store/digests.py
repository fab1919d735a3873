"""Digests as they were sent, and what became of them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from feedback_router.domain.digests import Digest, DigestItem, Figures, Late, Unusual, WaitingDecisions
from shared.db import jsonb, statements

_SQL = statements("feedback_router.store", "digests")
_PLACE = ("team", "journey", "stage", "is_open")


@dataclass(frozen=True)
class Last:
    """The last digest that an executive was sent: of which day, and until when it told."""

    day: date
    until: datetime


def insert(connection: Connection, digest: Digest, token_hash: bytes) -> bool:
    """Keep a digest; False when this executive has one of this day."""
    values = {
        **{name: getattr(digest, name) for name in ("id", "executive", "day", "since", "until")},
        "language": digest.language,
        "time_zone": digest.time_zone,
        "figures": jsonb(asdict(digest.figures)),
        "token_hash": token_hash,
    }
    if connection.execute(_SQL["insert"], values).rowcount == 0:
        return False
    rows = [_row(item, number) for number, item in enumerate(digest.items)]
    connection.execute(_SQL["insert_items"], {"id": digest.id, "items": jsonb(rows)})
    return True


def last_of(connection: Connection, executive: str) -> Last | None:
    """The executive's last digest."""
    row = connection.execute(_SQL["newest_of"], {"executive": executive}).fetchone()
    return Last(*row) if row else None


def page(
    connection: Connection, executive: str | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[Digest]:
    """The newest first, after a place (until, id); None for everybody's."""
    at, after_id = after or (None, None)
    return _digests(connection, "page", {"executive": executive, "at": at, "after": after_id, "limit": limit})


def get(connection: Connection, digest_id: UUID) -> Digest | None:
    """The digest with this id."""
    found = _digests(connection, "find", {"id": digest_id})
    return found[0] if found else None


def by_token(connection: Connection, token_hash: bytes) -> Digest | None:
    """The digest that a link leads to."""
    row = connection.execute(_SQL["by_token"], {"token_hash": token_hash}).fetchone()
    return get(connection, row[0]) if row else None


def settle(connection: Connection, digest_id: UUID, sent_at: datetime | None, failed: str | None) -> None:
    """Keep what became of the mail, if it was a digest's."""
    connection.execute(_SQL["settle"], {"id": digest_id, "sent_at": sent_at, "failed": failed})


def mark_opened(connection: Connection, digest_id: UUID, now: datetime) -> bool:
    """Keep that it was opened; False when that was known."""
    return connection.execute(_SQL["open"], {"id": digest_id, "now": now}).rowcount == 1


def mark_acknowledged(connection: Connection, digest_id: UUID, now: datetime) -> bool:
    """Keep that its executive says to have read it; False when they have said so before."""
    return connection.execute(_SQL["acknowledge"], {"id": digest_id, "now": now}).rowcount == 1


def _digests(connection: Connection, statement: str, parameters: dict[str, Any]) -> list[Digest]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_SQL[statement], parameters).fetchall()
        items = cursor.execute(_SQL["items"], {"ids": [row["id"] for row in rows]}).fetchall()
    return [
        Digest(
            **{**row, "figures": _figures(row["figures"])},
            items=tuple(_item(item) for item in items if item["digest_id"] == row["id"]),
        )
        for row in rows
    ]


def _row(item: DigestItem, number: int) -> dict[str, Any]:
    row = asdict(item)
    return {**row, "position": number, "place": {name: row[name] for name in _PLACE}}


def _item(row: dict[str, Any]) -> DigestItem:
    return DigestItem(
        section=row["section"],
        feedback_id=row["feedback_id"],
        why=row["why"],
        words=row["words"],
        customer_key=row["customer_key"],
        **row["place"],
    )


def _figures(kept: dict[str, Any]) -> Figures:
    return Figures(
        **{
            **kept,
            "unusual": tuple(Unusual(**line) for line in kept["unusual"]),
            "late": tuple(
                Late(**{**line, "oldest_due_at": datetime.fromisoformat(line["oldest_due_at"])})
                for line in kept["late"]
            ),
            # Older digests do not tell of them.
            "decisions": tuple(
                WaitingDecisions(**{**line, "oldest_at": datetime.fromisoformat(line["oldest_at"])})
                for line in kept.get("decisions", ())
            ),
        }
    )
