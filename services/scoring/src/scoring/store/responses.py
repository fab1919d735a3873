"""Responses with their answers and choices: facts, each in its newest state."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain import scales
from scoring.domain.attributes import TouchpointReference
from scoring.domain.responses import Answer, Choice, Response
from shared import db

_SQL = db.statements("scoring.store", "responses")


def known(connection: Connection, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these that are there."""
    return {row[0] for row in connection.execute(_SQL["known"], {"ids": list(ids)})}


def find(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Response]:
    """Those of these that are there, with all that was answered."""
    found = known(connection, ids)
    if not found:
        return {}
    parameters = {"ids": list(found)}
    answers: defaultdict[UUID, list[Answer]] = defaultdict(list)
    for response_id, question, definition, value in connection.execute(_SQL["answers_of"], parameters):
        answers[response_id].append(Answer(question, scales.of(definition), value))
    choices: defaultdict[UUID, list[Choice]] = defaultdict(list)
    for response_id, kind, question, values in connection.execute(_SQL["choices_of"], parameters):
        choices[response_id].append(Choice(question, tuple(values), kind))
    return {
        row[0]: Response(*_told(row, tuple(answers[row[0]]), tuple(choices[row[0]])))
        for row in connection.execute(_SQL["find"], parameters)
    }


def of_touchpoints(
    connection: Connection, touchpoints: Iterable[TouchpointReference]
) -> dict[UUID, Response]:
    """The responses about these touchpoints."""
    rows = [{"source": touchpoint.source, "id": touchpoint.id} for touchpoint in touchpoints]
    ids = [row[0] for row in connection.execute(_SQL["of_touchpoints"], {"touchpoints": Jsonb(rows)})]
    return find(connection, ids)


def put(
    connection: Connection, received: Collection[tuple[datetime, Response]], replaced: Collection[UUID]
) -> None:
    """Keep these, each with when it was received; those that are `replaced` lose what they answered before."""
    if replaced:
        for statement in ("remove_answers", "remove_choices"):
            connection.execute(_SQL[statement], {"ids": list(replaced)})
    rows = [_row(received_at, response) for received_at, response in received]
    connection.execute(_SQL["put"], {"responses": Jsonb(rows)})
    responses = [response for _, response in received]
    _insert_answers(connection, responses)
    _insert_choices(connection, responses)


def set_attributes(connection: Connection, responses: Iterable[Response]) -> None:
    """Keep what is known now of the touchpoints that these are about."""
    rows = [{"id": str(response.id), "attributes": dict(response.attributes)} for response in responses]
    connection.execute(_SQL["set_attributes"], {"responses": Jsonb(rows)})


def rare(connection: Connection, stated: Iterable[tuple[str, str]], fewest: int) -> set[tuple[str, str]]:
    """Those of these attributes, name and value, that the touchpoints of fewer customers who answered stated."""
    rows = [{"name": name, "value": value} for name, value in stated]
    found = connection.execute(_SQL["rare"], {"attributes": Jsonb(rows), "fewest": fewest})
    return {(row[0], row[1]) for row in found}


def definitions(connection: Connection) -> list[str]:
    """Of all scales that anything was answered on. Looks at every answer."""
    return [row[0] for row in connection.execute(_SQL["definitions"])]


def count_since(connection: Connection, since: datetime) -> int:
    """How many the survey service received since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})


def _told(row: tuple[Any, ...], answers: tuple[Answer, ...], choices: tuple[Choice, ...]) -> tuple[Any, ...]:
    """The fields of a response in their order."""
    *place, revision, complete, source, touchpoint, attributes, mark, quick = row
    about = TouchpointReference(source, touchpoint) if touchpoint is not None else None
    return (
        *place,
        answers,
        choices,
        revision,
        complete,
        about,
        tuple(sorted(attributes.items())),
        mark,
        quick,
    )


def _row(received_at: datetime, response: Response) -> dict[str, Any]:
    touchpoint = response.touchpoint
    return {
        "id": str(response.id),
        "survey": response.survey,
        "version": response.version,
        "kind": response.kind,
        "customer_key": response.customer_key,
        "language": response.language,
        "journey": response.journey,
        "stage": response.stage,
        "channel": response.channel,
        "owner": response.owner,
        "segment": response.segment,
        "submitted_at": response.submitted_at.isoformat(),
        "day": response.day.isoformat(),
        "received_at": received_at.isoformat(),
        "revision": response.revision,
        "complete": response.complete,
        "touchpoint_source": touchpoint.source if touchpoint else None,
        "touchpoint_id": touchpoint.id if touchpoint else None,
        "attributes": dict(response.attributes),
        "mark": response.mark,
        "quick": response.quick,
    }


def _insert_answers(connection: Connection, responses: Iterable[Response]) -> None:
    rows = [
        {
            "response_id": str(response.id),
            "question": answer.question,
            "type": answer.scale.name,
            "definition": answer.scale.version,
            "value": answer.value,
        }
        for response in responses
        for answer in response.answers
    ]
    if rows:
        connection.execute(_SQL["insert_answers"], {"answers": Jsonb(rows)})


def _insert_choices(connection: Connection, responses: Iterable[Response]) -> None:
    rows = [
        {"response_id": str(response.id), "type": choice.type, "question": choice.question, "value": value}
        for response in responses
        for choice in response.choices
        for value in choice.values
    ]
    if rows:
        connection.execute(_SQL["insert_choices"], {"choices": Jsonb(rows)})
