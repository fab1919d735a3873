"""Publish a survey: from now on its triggers ask with this version."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published
from survey.domain.surveys import Survey
from survey.store import surveys


def publish_survey(connection: Connection, survey: Survey, *, now: datetime, request_id: str) -> Published:
    """Keep the survey as its next version, unless it is the newest already. The survey must be free of faults."""
    published = surveys.publish(connection, survey, now)
    if published.is_new:
        data = {"survey": survey.key, "version": published.version, "kind": survey.kind}
        event = Event(new_id(), "survey.survey.published", survey.key, now, request_id, data)
        events.append(connection, [event])
    return published
