"""Take in answers that were given elsewhere, each row once; a bad row stops no other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.accepted import seen
from shared.events import Event
from shared.ids import derived_id, new_id
from shared.problems import not_found
from survey.domain.responses import Response, told
from survey.domain.surveys import read_answers
from survey.domain.touchpoints import Context
from survey.store import responses, surveys
from survey.use_cases.submit_response import SUBMITTED


@dataclass(frozen=True)
class ImportedRow:
    """One answer given elsewhere; `id` is its name there and keeps it from being taken in twice."""

    id: str
    submitted_at: datetime
    answers: Mapping[str, object]
    language: str | None = None
    customer_key: str | None = None
    context: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """A row that can't be taken in: its place in the request and the faults by question."""

    row: int
    id: str
    faults: dict[str, str]


@dataclass(frozen=True)
class Imported:
    """What became of the rows."""

    accepted: int
    duplicates: int
    rejected: list[Rejected]


def import_responses(
    connection: Connection,
    survey_key: str,
    source: str,
    rows: list[ImportedRow],
    *,
    now: datetime,
    request_id: str,
) -> Imported:
    """Rows are answers to the newest version of the survey. Problem (404) when there is no such survey."""
    newest = surveys.newest(connection, survey_key)
    if newest is None:
        raise not_found(f"survey {survey_key!r}")
    version, survey = newest
    good: list[Response] = []
    rejected: list[Rejected] = []
    for place, row in enumerate(rows):
        answers, faults = read_answers(survey, {name: seen(value) for name, value in row.answers.items()})
        if row.submitted_at > now:
            faults["submitted_at"] = "in_the_future"
        if survey.anonymous and row.customer_key is not None:
            faults["customer_key"] = "somebodys"
        if faults:
            rejected.append(Rejected(place, row.id, faults))
            continue
        good.append(
            Response(
                id=derived_id("import", source, row.id),
                survey=survey.key,
                version=version,
                customer_key=row.customer_key,
                source=source,
                language=survey.language_for(row.language),
                context=row.context,
                answers=answers,
                submitted_at=row.submitted_at,
            )
        )
    once: dict[UUID, Response] = {}
    for response in good:
        # Of a row that is there twice the first counts: the database might keep the other, and the event tell of this.
        once.setdefault(response.id, response)
    fresh = responses.insert(connection, list(once.values()), now) if once else set()
    news = [
        Event(new_id(), SUBMITTED, str(response.id), now, request_id, told(response, survey))
        for response in once.values()
        if response.id in fresh
    ]
    events.append(connection, news)
    return Imported(len(news), len(good) - len(news), rejected)
