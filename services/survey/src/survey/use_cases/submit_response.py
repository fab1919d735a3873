"""Store what a customer answered, once, however often it is sent."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from survey.domain.answers import Answers
from survey.domain.invitations import Invitation
from survey.domain.responses import Response, told
from survey.domain.surveys import Survey
from survey.store import responses

SUBMITTED = "survey.response.submitted"


def submit_response(
    connection: Connection,
    invitation: Invitation,
    survey: Survey,
    answers: Answers,
    known: Answers,
    *,
    language: str,
    now: datetime,
    request_id: str,
) -> bool:
    """True when these answers were stored, False when an answer to this invitation is there already."""
    response = Response(
        id=invitation.id,
        survey=invitation.survey,
        version=invitation.version,
        customer_key=invitation.customer_key,
        source="invitation",
        language=language,
        context=invitation.context,
        answers=answers,
        submitted_at=now,
        known=known,
    )
    if not responses.insert(connection, [response], now):
        return False
    event = Event(new_id(), SUBMITTED, str(response.id), now, request_id, told(response, survey))
    events.append(connection, [event])
    return True
