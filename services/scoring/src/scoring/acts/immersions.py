"""Immersions: the caller logs one, says what is done about a finding, and reads which count."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.domain.immersions import Action, Immersion, told_once
from scoring.store import immersions
from scoring.use_cases.log_immersion import (
    OtherActionError,
    OtherImmersionError,
    log_immersion,
    take_up_finding,
)
from shared import access, paging, trail, web
from shared.problems import Problem, invalid, not_found

_END = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


def log(connection: Connection, body: dict[str, Any], moment: datetime) -> Immersion:
    """Keep what this NewImmersionSchema says; the one that is kept. Problem (422, 409)."""
    if body["day"] > moment.date():
        raise invalid({"day": ["This day is still to come."]})
    immersion = Immersion(**body, by=access.caller().name, logged_at=moment)
    try:
        if log_immersion(connection, immersion, request_id=web.request_id()):
            trail.note(connection, "immersion.logged", str(immersion.id))
    except OtherImmersionError as error:
        raise Problem(409, "Something else was logged under this id.") from error
    return _find(connection, immersion.id)


def take_up(
    connection: Connection, immersion_id: UUID, place: int, body: dict[str, Any], moment: datetime
) -> Immersion:
    """Say of a finding what this NewActionSchema says; the same again changes nothing. Problem (404, 409)."""
    immersion = _find(connection, immersion_id)
    if not 1 <= place <= len(immersion.findings):
        raise not_found(f"finding {place}")
    action = Action(place, **body, by=access.caller().name, taken_up_at=moment)
    try:
        if take_up_finding(connection, immersion, action, request_id=web.request_id()):
            trail.note(connection, "finding.taken_up", str(immersion_id), place=place)
    except OtherActionError as error:
        raise Problem(409, "Something is done about this finding already.") from error
    return _find(connection, immersion_id)


def list_newest(connection: Connection, arguments: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """A page of what these ImmersionArguments ask for, the newest first: `items` and `next`.

    Beside each is whether the same was told before, under another id, so that it does not count.
    """
    before, limit = paging.decode(arguments["cursor"]) or _END, arguments["limit"]
    found = immersions.newest(connection, arguments["person"], before, limit)
    page = paging.page_of(found, limit, lambda one: (one.logged_at, one.id))
    first = _first_told(connection, found, moment)
    return {**page, "items": [(one, one.counts and one.id not in first) for one in found]}


def _first_told(connection: Connection, shown: Sequence[Immersion], moment: datetime) -> set[UUID]:
    if not shown:
        return set()
    days = [one.day for one in shown]
    noted = immersions.noted(connection, {one.person for one in shown}, min(days), max(days), moment)
    return {one.id for one in told_once(noted)}


def _find(connection: Connection, immersion_id: UUID) -> Immersion:
    immersion = immersions.find(connection, immersion_id)
    if immersion is None:
        raise not_found("immersion")
    return immersion
