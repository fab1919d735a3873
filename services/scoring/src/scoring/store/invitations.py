"""Invitations as far as their news has come, and how many of them were answered."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.breakdowns import PERIODS, Group
from scoring.domain.invitations import (
    Eligibility,
    EligibilityChange,
    Invitation,
    InvitationChange,
    InvitationPlace,
    answered_tally,
)
from scoring.domain.scales import RESPONSE_RATE
from scoring.domain.selections import Selection
from scoring.store import months
from scoring.store.groups import slices
from shared.db import statements

_SQL = statements("scoring.store", "invitations")
# What the response rate can be asked by, besides the day on which the invitations were made.
INVITATION_DIMENSIONS = ("survey", "version", "journey", "stage", "channel", "owner", "segment")


def find(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Invitation]:
    """Those of these of which something is known."""
    return {
        row[0]: Invitation(
            id=row[0],
            place=InvitationPlace(row[8], *row[1:8]) if row[8] else None,
            sent=row[9],
            failed=row[10],
            answered=row[11],
            withheld=row[12],
            address_changed=bool(row[13]),
        )
        for row in connection.execute(_SQL["find"], {"ids": list(ids)})
    }


def put(connection: Connection, invitations: Iterable[Invitation]) -> None:
    """Keep what is known of each, in place of what was known before."""
    rows = [
        {
            **(invitation.place._asdict() if invitation.place else {}),
            "day": invitation.place.day.isoformat() if invitation.place else None,
            "id": str(invitation.id),
            "sent": invitation.sent,
            "failed": invitation.failed,
            "answered": invitation.answered,
            "withheld": invitation.withheld,
            "address_changed": invitation.address_changed or None,
        }
        for invitation in invitations
    ]
    connection.execute(_SQL["put"], {"invitations": Jsonb(rows)})


def add(connection: Connection, moves: Mapping[InvitationPlace, InvitationChange]) -> None:
    """Change the rollups, by day and by month, by these moves."""
    rows = [
        {**place._asdict(), "day": place.day.isoformat(), **move._asdict()} for place, move in moves.items()
    ]
    if rows:
        for statement in ("add", "add_monthly"):
            connection.execute(_SQL[statement], {"rollups": Jsonb(rows)})


def add_eligible(connection: Connection, moves: Mapping[Eligibility, EligibilityChange]) -> None:
    """Change the rollups of eligibility by these moves."""
    rows = [
        {
            **key.place._asdict(),
            "day": key.place.day.isoformat(),
            "withheld": key.withheld,
            **move._asdict(),
        }
        for key, move in moves.items()
    ]
    if rows:
        connection.execute(_SQL["add_eligible"], {"rollups": Jsonb(rows)})


def note_kinds(connection: Connection, kinds: Iterable[tuple[str, int, str]]) -> None:
    """Remember which kind of survey each of these versions is."""
    rows = [{"survey": survey, "version": version, "kind": kind} for survey, version, kind in kinds]
    connection.execute(_SQL["note_kinds"], {"kinds": Jsonb(rows)})


def groups(connection: Connection, selection: Selection, by: Collection[str]) -> list[Group]:
    """The tallies of answered invitations, one a kind of survey and value of what `by` names."""
    period = next((name for name in PERIODS if name in by), None)
    parameters = {
        **{name: getattr(selection.slice, name, None) for name in INVITATION_DIMENSIONS},
        **{f"by_{name}": name in by for name in INVITATION_DIMENSIONS},
        "version": selection.version,
        "kind": selection.kind,
        "first_day": selection.first_day,
        "last_day": selection.last_day,
        "period": period,
        "by_month": period == "month",
    }
    statement = _SQL["monthly_groups" if months.are_asked(selection, by) else "groups"]
    # Planned each time for its filters: one plan kept for all of them takes several times as long as it saves.
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(statement, parameters, prepare=False).fetchall()
        stated = slices(cursor, rows, by)
    return [
        Group(row[0], RESPONSE_RATE.version, slice_, answered_tally(*row[-2:]))
        for row, slice_ in zip(rows, stated, strict=True)
    ]
