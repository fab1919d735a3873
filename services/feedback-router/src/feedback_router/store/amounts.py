"""Amounts of money that touchpoints tell: which attributes are one, and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import jsonb, statements

_SQL = statements("feedback_router.store", "amounts")


@dataclass(frozen=True)
class AmountAttribute:
    """An attribute that is an amount in this currency; whether touchpoints from before were read for it."""

    attribute: str
    currency: str
    declared_at: datetime
    history_read: bool


@dataclass(frozen=True)
class ToldAmounts:
    """What one touchpoint said of money, by attribute, and the event that told of it."""

    source: str
    id: str
    customer_key: str
    type: str
    at: datetime
    event_id: UUID
    amounts: dict[str, int]


def declared(connection: Connection) -> list[AmountAttribute]:
    """The attributes that are amounts."""
    with connection.cursor(row_factory=class_row(AmountAttribute)) as cursor:
        return cursor.execute(_SQL["declared"]).fetchall()


def hold(connection: Connection) -> None:
    """From here to the end of the transaction nobody else says what is an amount, or puts a policy on amounts."""
    connection.execute(_SQL["hold"])


def declare(connection: Connection, currencies: Mapping[str, str], now: datetime) -> bool:
    """Let these attributes be amounts, with their currency, and no others; False when they were. The caller holds them.

    Of those that are none any more nothing stays.
    """
    before = {known.attribute: known.currency for known in declared(connection)}
    if before == currencies:
        return False
    names = list(currencies)
    connection.execute(_SQL["undeclare"], {"attributes": names})
    connection.execute(
        _SQL["declare"], {"attributes": names, "currencies": list(currencies.values()), "now": now}
    )
    gone = [attribute for attribute in before if attribute not in currencies]
    connection.execute(_SQL["forget_undeclared"], {"gone": gone})
    return True


def history_was_read(connection: Connection, attributes: Sequence[str]) -> None:
    """What touchpoints from before the declaration said is known for these."""
    connection.execute(_SQL["history_was_read"], {"attributes": list(attributes)})


def keep(connection: Connection, told: Sequence[ToldAmounts]) -> None:
    """Keep what these touchpoints said, each once."""
    # The same touchpoint may be told twice in a batch.
    rows = {(one.source, one.id): asdict(one) for one in told}
    connection.execute(_SQL["keep"], {"told": jsonb(list(rows.values()))})
