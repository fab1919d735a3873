"""Take an answer by an open link, once for each form that was handed out."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from survey.domain.answers import Answers
from survey.domain.open_links import OpenLink, Stamp
from survey.domain.responses import OPEN_LINK, Response, Verdict, told
from survey.domain.showings import QUICK_S
from survey.domain.surveys import Survey
from survey.store import open_links, responses
from survey.use_cases.submit_response import SUBMITTED

REJECTED = "survey.answer.rejected"


def take_open_answer(
    connection: Connection,
    link: OpenLink,
    stamp: Stamp,
    survey: Survey,
    answers: Answers,
    *,
    language: str,
    now: datetime,
    request_id: str,
    mark: str | None = None,
) -> Verdict:
    """`known` when the same form said the same before, `overtaken` when it said something else: nothing is stored then.

    Nobody is corrected by an open link: who says something else may be the next one, at the same screen.
    """
    seconds = stamp.seconds(now)
    response = Response(
        id=stamp.id,
        survey=link.survey,
        version=stamp.version,
        customer_key=None,
        source=OPEN_LINK,
        language=language,
        context=link.context,
        answers=answers,
        submitted_at=now,
        mark=mark,
        quick=seconds < QUICK_S,
    )
    data = {**told(response, survey), "link_id": str(link.id)}
    event = Event(new_id(), SUBMITTED, str(response.id), now, request_id, data)
    if responses.submit(connection, response, event):
        open_links.note_answer(connection, response.id, link.id, seconds)
        return "new"
    revisions = responses.lock(connection, response.id)
    return "known" if not revisions or revisions[-1].answers == answers else "overtaken"


def reject_open_answer(
    connection: Connection,
    link: OpenLink,
    stamp: Stamp,
    answers: Answers,
    reason: str,
    *,
    language: str,
    now: datetime,
    request_id: str,
) -> bool:
    """Keep an answer apart that a program probably gave, and say why; False when it was kept before."""
    if not open_links.reject(connection, stamp.id, link, stamp.version, language, answers, reason, now):
        return False
    data = {"link_id": str(link.id), "survey": link.survey, "reason": reason}
    events.append(connection, [Event(new_id(), REJECTED, str(stamp.id), now, request_id, data)])
    return True
