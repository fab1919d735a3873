"""Forget what touchpoints of somebody erased said that would tell who it was."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from psycopg import Connection

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.rollups import changes
from scoring.store import responses, rollups


def forget_attributes(connection: Connection, ids: Iterable[UUID]) -> None:
    """A value that fewer than SMALLEST_SHOWN customers share counts as not stated in these answers from now on.

    One that more share is no more of a person than the journey, and the scores by it stay what they were. To be called
    before the answers lose their customer, by whom they are told apart, and while the rollups are held.
    """
    before = {
        id_: response for id_, response in responses.find(connection, ids).items() if response.attributes
    }
    stated = {attribute for response in before.values() for attribute in response.attributes}
    rare = responses.rare(connection, stated, SMALLEST_SHOWN) if stated else set()
    if not rare:
        return
    after = [
        replace(response, attributes=tuple(one for one in response.attributes if one not in rare))
        for response in before.values()
        if not rare.isdisjoint(response.attributes)
    ]
    responses.set_attributes(connection, after)
    rollups.add(connection, changes([before[response.id] for response in after], after))
    rollups.drop_empty(connection, rare)
