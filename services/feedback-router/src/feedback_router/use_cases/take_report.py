"""Take in what somebody of the staff sees: a feedback item like any other, and counted apart by its survey."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.responses import Comment, Response
from feedback_router.store import feedback, originals
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.route_comments import route_comments
from feedback_router.use_cases.understand_comments import Understood, understand_comments
from shared.events import Event
from shared.ids import derived_id, new_id
from shared.problems import Problem, not_found

SURVEY, QUESTION = "staff-report", "report"


@dataclass(frozen=True)
class Report:
    """What was seen, and where; of no customer."""

    id: UUID
    text: str
    language: str | None
    journey: str | None
    stage: str | None
    channel: str | None
    owner: str | None


def understand_report(
    report: Report, pipeline: Pipeline, *, now: datetime, request_id: str
) -> list[Understood]:
    """What is understood of it; needs no database."""
    response = Response(
        response_id=report.id,
        survey=SURVEY,
        version=1,
        customer_key=None,
        language=report.language,
        submitted_at=now,
        journey=report.journey,
        stage=report.stage,
        channel=report.channel,
        owner=report.owner,
        segment=None,
        scores=(),
        comments=(Comment(QUESTION, report.text),),
    )
    told = Event(new_id(), "router.report.received", str(report.id), now, request_id, {})
    return understand_comments([(told, response)], pipeline)


def take_report(
    connection: Connection, report: Report, understood: list[Understood], pipeline: Pipeline, *, now: datetime
) -> Feedback:
    """The report's item; the same id again is the same report. Problem (409) when another report has its id."""
    route_comments(connection, understood, pipeline=pipeline, now=now)
    item = feedback.get(connection, derived_id("feedback", str(report.id), QUESTION), None)
    if item is None:
        raise not_found("report of this id any more")
    if not _is_the_same(connection, item, report):
        raise Problem(409, "Another report has this id already.")
    return item


def _is_the_same(connection: Connection, item: Feedback, report: Report) -> bool:
    """Whether it says what was sent; of one whose words were forgotten by their age nobody knows."""
    said = originals.get(connection, item.id) or item.text or report.text
    kept = (said, item.journey, item.stage, item.channel, item.owner)
    return kept == (report.text, report.journey, report.stage, report.channel, report.owner)
