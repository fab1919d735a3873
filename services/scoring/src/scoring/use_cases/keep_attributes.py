"""Keep what touchpoints said of the attributes that are declared as dimensions, and let the rollups follow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from psycopg import Connection

from scoring.domain.attributes import Touchpoint, TouchpointReference, declared
from scoring.domain.rollups import changes
from scoring.store import attributes, responses, rollups
from shared.events import Event


@dataclass(frozen=True, slots=True)
class Told:
    """Which touchpoint it was, and all that it said."""

    reference: TouchpointReference
    attributes: Mapping[str, object]


def keep_attributes(connection: Connection, told: list[tuple[Event, Told]]) -> None:
    """A touchpoint that is told after it was answered for moves the answer into its slice.

    Only who moves the survey service's cursor may call this.
    """
    names = attributes.in_force(connection).attributes
    touchpoints = [
        Touchpoint(item.reference, event.id, stated)
        for event, item in told
        if (stated := declared(item.attributes, names))
    ]
    if not touchpoints:
        return
    attributes.keep(connection, touchpoints)
    references = {touchpoint.reference for touchpoint in touchpoints}
    before = responses.of_touchpoints(connection, references)
    if not before:
        return
    said = attributes.find(connection, references)
    after = {
        response.id: replace(response, attributes=said[response.touchpoint])
        for response in before.values()
        if response.touchpoint in said
    }
    moved = [response for response in after.values() if response != before[response.id]]
    if moved:
        responses.set_attributes(connection, moved)
        rollups.add(connection, changes([before[response.id] for response in moved], moved))
