"""Count what the survey service told of responses: facts in their newest state, rollups by the difference."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from scoring.domain.invitations import Invitation, eligibility_moves, moves
from scoring.domain.responses import Response
from scoring.domain.rollups import changes
from scoring.store import attributes, erasure, invitations, responses, rollups
from shared.events import Event


def count_responses(connection: Connection, told: list[tuple[Event, Response]]) -> None:
    """Submitted or corrected, in any order and again: of each response the highest revision counts.

    Those of who was erased meanwhile count as anybody's. Only who moves the survey service's cursor may call this: two
    at once would read the same responses before either writes.
    """
    newest = _newest(told)
    before = responses.find(connection, newest)
    applied = {
        id_: (at, response)
        for id_, (at, response) in newest.items()
        if id_ not in before or before[id_].revision < response.revision
    }
    if not applied:
        return
    erased = erasure.known(connection, applied)
    said = attributes.find(
        connection, {response.touchpoint for _, response in applied.values() if response.touchpoint}
    )
    after = []
    for id_, (at, response) in applied.items():
        # Whose touchpoint is forgotten keeps what it had said; of who was erased, what the erasure left of it.
        kept = before[id_].attributes if id_ in before else ()
        if id_ in erased:
            stated = replace(response.without_person(), attributes=kept)
        else:
            known = said.get(response.touchpoint, kept) if response.touchpoint else kept
            stated = replace(response, attributes=known) if known else response
        after.append((at, stated))
    replaced = [before[id_] for id_ in applied if id_ in before]
    responses.put(connection, after, [response.id for response in replaced])
    rollups.add(connection, changes(replaced, [response for _, response in after]))
    invitations.note_kinds(connection, {(r.survey, r.version, r.kind) for _, r in after})
    _answer(connection, applied.keys() - before.keys())


def _newest(told: Iterable[tuple[Event, Response]]) -> dict[UUID, tuple[datetime, Response]]:
    newest: dict[UUID, tuple[datetime, Response]] = {}
    for event, response in told:
        known = newest.get(response.id)
        if known is None or known[1].revision < response.revision:
            newest[response.id] = event.time, response
    return newest


def _answer(connection: Connection, ids: Iterable[UUID]) -> None:
    """The response to an invitation has its id."""
    asked = invitations.find(connection, ids)
    answered = {id_: invitation.merged(Invitation(id_, answered=True)) for id_, invitation in asked.items()}
    if answered:
        invitations.put(connection, answered.values())
        invitations.add(connection, moves(asked.values(), answered.values()))
        invitations.add_eligible(connection, eligibility_moves(asked.values(), answered.values()))
