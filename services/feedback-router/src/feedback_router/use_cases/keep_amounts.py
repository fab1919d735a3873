"""Keep what touchpoints say of money: the declared amounts, and none of their other attributes."""

from collections.abc import Iterator

from psycopg import Connection

from feedback_router.domain.contacts import Touchpoint
from feedback_router.domain.customers import ErasedCustomer
from feedback_router.domain.money import as_amount
from feedback_router.store import amounts, erasure
from feedback_router.store.amounts import ToldAmounts
from shared.events import Event


def keep_amounts(connection: Connection, told: list[tuple[Event, Touchpoint]]) -> None:
    """Keep each once; what is of nobody, or tells no amount, is left out."""
    declared = {known.attribute for known in amounts.declared(connection)}
    if declared and (known := list(_known(told, declared))):
        amounts.keep(connection, known)


def forget_amounts(connection: Connection, told: list[tuple[Event, ErasedCustomer]]) -> None:
    """Forget again what was read of erased customers before they were."""
    for _, customer in told:
        erasure.forget_amounts(connection, customer.events)


def _known(told: list[tuple[Event, Touchpoint]], declared: set[str]) -> Iterator[ToldAmounts]:
    for event, touchpoint in told:
        found = {
            name: amount
            for name in declared & touchpoint.attributes.keys()
            if (amount := as_amount(touchpoint.attributes[name])) is not None
        }
        if found and touchpoint.source and touchpoint.id and touchpoint.customer_key:
            yield ToldAmounts(
                touchpoint.source,
                touchpoint.id,
                touchpoint.customer_key,
                touchpoint.type,
                event.time,
                event.id,
                found,
            )
