"""Count what the survey service told of invitations, for the response rate."""

from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from psycopg import Connection

from scoring.domain.invitations import Invitation, InvitationPlace, moves
from scoring.store import invitations, responses
from shared.events import Event


@dataclass(frozen=True, slots=True)
class InvitationNews:
    """One piece of news. `place` is all of it only in the news that the invitation was `made`."""

    id: UUID
    made: bool
    place: tuple[str, int, str, str, str, str, str]


def count_invitations(connection: Connection, told: list[tuple[Event, InvitationNews]]) -> None:
    """News may come in any order and again, before or after the answer; the rollups change by the difference.

    Only who moves the survey service's cursor may call this.
    """
    ids = {news.id for _, news in told}
    before = invitations.find(connection, ids)
    after = dict(before)
    for event, news in told:
        item = _heard(event, news)
        after[item.id] = after[item.id].merged(item) if item.id in after else item
    for id_ in responses.known(connection, ids - before.keys()):
        after[id_] = after[id_].merged(Invitation(id_, answered=True))
    changed = [item for item in after.values() if item != before.get(item.id)]
    if changed:
        invitations.put(connection, changed)
        invitations.add(connection, moves(before.values(), after.values()))


def note_kinds(connection: Connection, told: list[tuple[Event, tuple[str, int, str]]]) -> None:
    """Remember which kind of survey each published version is."""
    invitations.note_kinds(connection, {published for _, published in told})


def _heard(event: Event, news: InvitationNews) -> Invitation:
    step = event.type.rpartition(".")[2]
    day = event.time.astimezone(UTC).date()
    return Invitation(
        news.id,
        place=InvitationPlace(day, *news.place) if news.made else None,
        sent=step in ("sent", "handed_out"),
        failed=step == "failed",
    )
