"""Measure the sources of information: whether what was needed was there, and how old it was."""

from psycopg import Connection

from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.domain.sources import SourceTold, told
from scoring.store import sources


def measure_sources(connection: Connection, journey: Journey, selection: CaseSelection) -> list[SourceTold]:
    """The most used first."""
    return told(sources.used(connection, selection), journey.sources)
