"""Count what the survey service told: each response once, in facts and rollups together."""

from dataclasses import replace

from psycopg import Connection

from scoring.domain.responses import Response, tally_up
from scoring.store import erasure, responses, rollups
from shared.events import Event


def count_responses(connection: Connection, told: list[tuple[Event, Response]]) -> None:
    """Responses that are known already change nothing; those of who was erased meanwhile count as anybody's."""
    erased = erasure.known(connection, {response.id for _, response in told})
    received = [
        (event.time, replace(response, customer_key=None) if response.id in erased else response)
        for event, response in told
    ]
    fresh = responses.insert(connection, received)
    rollups.add(connection, tally_up(fresh))
