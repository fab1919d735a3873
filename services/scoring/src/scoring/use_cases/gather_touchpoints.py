"""Gather what is known of people: their touchpoints under all their keys."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from psycopg import Connection

from scoring.domain.touchpoints import Touchpoint
from scoring.store import identities, touchpoints


@dataclass(frozen=True, slots=True)
class People:
    """Who each key is, and each person's touchpoints in no order; who has none is not among them."""

    person_of: dict[str, str]
    touchpoints: dict[str, list[Touchpoint]]


def gather_touchpoints(connection: Connection, customer_keys: Collection[str]) -> People:
    """Of these customers, and of whoever is the same person."""
    person_of = identities.of(connection, customer_keys)
    by_person: defaultdict[str, list[Touchpoint]] = defaultdict(list)
    for touchpoint in touchpoints.of(connection, person_of):
        by_person[person_of[touchpoint.customer_key]].append(touchpoint)
    return People(person_of, dict(by_person))
