"""Measure the sources of information: whether what was needed was there, and how old it was."""

from collections.abc import Mapping, Sequence

from psycopg import Connection

from scoring.domain.journey_selections import CaseSelection, Place
from scoring.domain.journeys import Journey
from scoring.domain.sources import SourceTold, UseSize, hidden_uses, told
from scoring.store import sources


def measure_sources(connection: Connection, journey: Journey, selection: CaseSelection) -> list[SourceTold]:
    """The most used first."""
    used = sources.used(connection, selection)
    sizes: Mapping[Place, Sequence[UseSize]] = {(): [use.size for use in used]}
    if selection.place:
        sizes = sources.sizes(connection, selection)
    return told(used, journey.sources, hidden_uses(selection, sizes))
