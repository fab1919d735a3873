"""Release anonymous answers: several at once, so that not even the moment tells whose one is."""

from datetime import UTC, datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from survey.domain.anonymity import TOGETHER
from survey.domain.responses import told
from survey.store import anonymous_answers, responses, surveys
from survey.use_cases.submit_response import SUBMITTED


def release_anonymous_answers(connection: Connection, *, now: datetime) -> int:
    """How many became responses, each with its event: all of one transaction, in an order that is nobody's."""
    news = []
    released = []
    for answer in anonymous_answers.take(connection, TOGETHER, now.astimezone(UTC).date()):
        survey = surveys.get(connection, answer.survey, answer.version)
        response = answer.response(survey.languages[0])
        released.append(response)
        news.append(
            Event(new_id(), SUBMITTED, str(response.id), now, "release-anonymous", told(response, survey))
        )
    if released:
        responses.insert(connection, released, now)
        events.append(connection, news)
    return len(released)
