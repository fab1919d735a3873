"""Count what the survey service told: each response once, in facts and rollups together."""

from psycopg import Connection

from scoring.domain.responses import Response, tally_up
from scoring.store import responses, rollups
from shared.events import Event


def count_responses(connection: Connection, told: list[tuple[Event, Response]]) -> None:
    """Responses that are known already change nothing."""
    fresh = responses.insert(connection, [(event.time, response) for event, response in told])
    rollups.add(connection, tally_up(fresh))
