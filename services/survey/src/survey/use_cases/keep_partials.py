"""Keep what customers chose and never sent, once nobody is expected to go on with it."""

from datetime import datetime

from psycopg import Connection

from survey.store import partials, surveys
from survey.use_cases.correct_response import correct_response
from survey.use_cases.submit_response import submit_response

BATCH = 200


def keep_partials(connection: Connection, *, now: datetime) -> int:
    """How many were settled, at most a batch: kept as responses that are not complete, or dropped.

    Dropped is what says nothing new to an answer that is there by now; an answer that was sent stays as it is.
    """
    taken = partials.take(connection, now, BATCH)
    for response in taken:
        survey = surveys.get(connection, response.survey, response.version)
        cause = f"keep-{response.id}"
        if not submit_response(connection, response, survey, now=now, request_id=cause):
            correct_response(connection, response, survey, made_for=0, now=now, request_id=cause)
    return len(taken)
