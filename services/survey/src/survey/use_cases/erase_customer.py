"""Forget a customer: nothing that is kept tells any more that they were here. Their scores stay, as anybody's.

Who complains on the page is known to us by their mail address, perhaps under no other name, and perhaps only to the
feedback router yet. So whoever is forgotten is forgotten as that too.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.pseudonyms import pseudonym
from shared.settings import Settings
from survey.domain.complaints import COMPLAINANT
from survey.store import customers, erasure

ERASED = "survey.customer.erased"


@dataclass(frozen=True)
class Erased:
    """What was done: how many rows went, by table, which responses lost their person, which events."""

    customer: str
    rows: dict[str, int]
    responses: list[UUID]
    events: list[UUID]


def erase_customer(
    connection: Connection, key: str, *, now: datetime, request_id: str, settings: Settings
) -> Erased:
    """Forget them here, and tell the followers which responses and which events of this log are concerned.

    Again, it finds nothing, and tells: the others may still know who has been forgotten here by their age.
    """
    keys = names(connection, [key], settings)
    erased = _forget(connection, key, keys, now, settings)
    _tell(connection, erased, keys - {key}, now, request_id, settings)
    return erased


def names(connection: Connection, keys: Collection[str], settings: Settings) -> set[str]:
    """These keys, and under which other ones the same customers are kept."""
    known = customers.find(connection, list(keys)).values()
    return {*keys, *(complainant(customer.email, settings) for customer in known if customer.email)}


def erase_address(
    connection: Connection, email: str, *, now: datetime, request_id: str, settings: Settings
) -> list[Erased]:
    """Forget every customer with this address, and whoever complained with it: the router is told, for it may know of
    complaints that have not come here yet.
    """
    own = complainant(email, settings)
    keys = sorted({own, *customers.of_address(connection, email)})
    erasure.hold(connection, keys)
    done = []
    for key in keys:
        erased = _forget(connection, key, {key}, now, settings)
        _tell(connection, erased, set(), now, request_id, settings)
        done.append(erased)
    return done


def complainant(email: str, settings: Settings) -> str:
    """The key that the feedback router gives to who complains with this address."""
    return f"{COMPLAINANT}{pseudonym(email.lower(), settings.secret_key)[:32]}"


def _forget(connection: Connection, key: str, keys: set[str], now: datetime, settings: Settings) -> Erased:
    """All that is of these keys, which are one customer's. The order of the steps matters: see the customer's row in
    erasure.sql.
    """
    rows: Counter[str] = Counter()
    responses: list[UUID] = []
    told: list[UUID] = []
    erasure.hold(connection, keys)
    for one in sorted(keys):
        rows.update(erasure.forget(connection, one))
        responses += erasure.forget_who_answered(connection, one, now)
        told += erasure.forget_what_was_told(connection, one)
    return Erased(pseudonym(key, settings.internal_key), dict(rows), responses, told)


def _tell(
    connection: Connection,
    erased: Erased,
    aliases: set[str],
    now: datetime,
    request_id: str,
    settings: Settings,
) -> None:
    data = {
        "customer": erased.customer,
        "aliases": [pseudonym(alias, settings.internal_key) for alias in sorted(aliases)],
        "responses": [str(response) for response in erased.responses],
        "events": [str(event) for event in erased.events],
    }
    events.append(connection, [Event(new_id(), ERASED, erased.customer, now, request_id, data)])
