"""Let a response say something else; what it said before is kept."""

from dataclasses import replace
from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from survey.domain.responses import Response, Verdict, judge, told
from survey.domain.surveys import Survey
from survey.store import responses

CORRECTED = "survey.response.corrected"


def correct_response(
    connection: Connection,
    response: Response,
    survey: Survey,
    *,
    made_for: int,
    now: datetime,
    request_id: str,
) -> Verdict | None:
    """What became of these answers, sent by a form that was made for the revision of that number.

    Only `new` ones change anything. None when there is no response to correct, or its customer has been erased. When it
    was submitted stays what it was: the answer counts for that day.
    """
    revisions = responses.lock(connection, response.id)
    if not revisions:
        return None
    verdict = judge(response, made_for, revisions)
    if verdict == "new":
        corrected = responses.correct(connection, response, now)
        said = replace(response, revision=corrected.revision, submitted_at=corrected.submitted_at)
        event = Event(new_id(), CORRECTED, str(response.id), now, request_id, told(said, survey))
        events.append(connection, [event])
    return verdict
