"""Store what a customer answered, once, however often it is sent."""

from datetime import datetime

from shared.db import Executes
from shared.events import Event
from shared.ids import new_id
from survey.domain.responses import Response, told
from survey.domain.surveys import Survey
from survey.store import responses

SUBMITTED = "survey.response.submitted"


def submit_response(
    connection: Executes, response: Response, survey: Survey, *, now: datetime, request_id: str
) -> bool:
    """True when it was stored, False when there is an answer to this invitation already, or no customer any more.

    One statement: on a connection that commits each by itself it is whole too.
    """
    event = Event(new_id(), SUBMITTED, str(response.id), now, request_id, told(response, survey))
    return responses.submit(connection, response, event)
