"""Count what the survey service told of invitations, for the response rate."""

from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from psycopg import Connection

from scoring.domain.invitations import Invitation, InvitationPlace, eligibility_moves, moves
from scoring.store import invitations, responses
from shared.events import Event

# The survey service has names for its reasons; each is part of a key.
_LONGEST_REASON = 40


@dataclass(frozen=True, slots=True)
class InvitationNews:
    """One piece of news. `place` is all of it only in the news that the invitation was `made`, or why it was not."""

    id: UUID
    made: bool
    place: tuple[str, int, str, str, str, str, str]
    reason: str | None = None
    address_changed: bool = False


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
        invitations.add_eligible(connection, eligibility_moves(before.values(), after.values()))


def _heard(event: Event, news: InvitationNews) -> Invitation:
    step = event.type.rpartition(".")[2]
    day = event.time.astimezone(UTC).date()
    return Invitation(
        news.id,
        place=InvitationPlace(day, *news.place) if news.made else None,
        sent=step in ("sent", "handed_out"),
        failed=step == "failed",
        withheld=_why_withheld(step, news.reason),
        address_changed=news.address_changed,
    )


def _why_withheld(step: str, reason: str | None) -> str | None:
    """Somebody took it back, or it was not to be sent; nobody withholds an invitation because it is answered."""
    if step == "revoked":
        return step
    if step != "suppressed" or reason == "answered":
        return None
    return (reason or "unknown")[:_LONGEST_REASON]
