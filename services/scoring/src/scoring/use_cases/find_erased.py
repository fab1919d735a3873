"""Find under which keys the touchpoints of erased customers are kept."""

from collections.abc import Sequence
from functools import partial

from psycopg import Connection

from scoring.domain.customers import ErasedCustomer
from scoring.store import touchpoints
from shared.pseudonyms import complete


def find_erased(connection: Connection, told: Sequence[ErasedCustomer], secret: str) -> list[set[str]]:
    """The keys of each: by the events that told of their touchpoints, since a log is asked quickly.

    Of who was silent for longer than the log remembers it names none: they are looked for by their pseudonyms among all
    who are known, once for everybody who is told.
    """
    found = [touchpoints.told_by(connection, customer.events) for customer in told]
    names = [customer.names for customer in told]
    complete(found, names, partial(touchpoints.customers, connection), secret)
    return found
