"""Find under which keys the touchpoints of erased customers are kept."""

from collections.abc import Sequence

from psycopg import Connection

from scoring.domain.customers import ErasedCustomer
from scoring.store import touchpoints
from shared.pseudonyms import pseudonym


def find_erased(connection: Connection, told: Sequence[ErasedCustomer], secret: str) -> list[set[str]]:
    """The keys of each: by the events that told of their touchpoints, since a log is asked quickly.

    Of who was silent for longer than the log remembers it names none: they are looked for by their pseudonyms among all
    who are known, once for everybody who is told.
    """
    found = [touchpoints.told_by(connection, customer.events) for customer in told]
    sought = {
        name: keys for customer, keys in zip(told, found, strict=True) if not keys for name in customer.names
    }
    if sought:
        for key in touchpoints.customers(connection):
            if (keys := sought.get(pseudonym(key, secret))) is not None:
                keys.add(key)
    return found
