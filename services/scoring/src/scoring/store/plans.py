"""Incentive plans in versions, the steps that were taken with each, and the answers that they don't count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from scoring.domain.exclusions import Exclusion
from scoring.domain.plan_definitions import from_definition, to_definition
from scoring.domain.plan_overlaps import Neighbour
from scoring.domain.plan_states import PlanAction, PlanStep
from scoring.domain.plans import Plan
from shared import versions
from shared.db import statements
from shared.ids import new_id
from shared.versions import Published

_SQL = statements("scoring.store", "plans")


@dataclass(frozen=True)
class PlanVersion:
    """A version of a plan."""

    version: int
    plan: Plan
    set_at: datetime


def hold(connection: Connection, key: str) -> None:
    """Keep others from changing anything about this plan until the transaction ends."""
    connection.execute(_SQL["hold"], {"key": key})


def hold_starts(connection: Connection) -> None:
    """Keep other plans from going live until the transaction ends; who holds their own plan already asks for it."""
    connection.execute(_SQL["hold_starts"])


def put(connection: Connection, plan: Plan, now: datetime) -> Published:
    """Keep a plan as its next version, unless nothing changed."""
    return versions.publish(connection, _SQL, plan.key, to_definition(plan), now)


def find(connection: Connection, key: str, version: int) -> PlanVersion | None:
    """This version; None when there is none."""
    row = connection.execute(_SQL["find"], {"key": key, "version": version}).fetchone()
    return PlanVersion(row[0], from_definition(row[1]), row[2]) if row else None


def in_force(connection: Connection, key: str) -> PlanVersion | None:
    """The version that went live last, or else the newest; None when there is no such plan."""
    row = connection.execute(_SQL["in_force"], {"key": key}).fetchone()
    return PlanVersion(row[0], from_definition(row[1]), row[2]) if row else None


def page(connection: Connection, after: str, limit: int) -> list[PlanVersion]:
    """Plans in the versions in force, in the order of their keys, after this one."""
    rows = connection.execute(_SQL["page"], {"after": after, "limit": limit}).fetchall()
    return [PlanVersion(row[0], from_definition(row[1]), row[2]) for row in rows]


def live(connection: Connection, key: str) -> list[PlanVersion]:
    """The versions that ever went live."""
    rows = connection.execute(_SQL["live"], {"key": key}).fetchall()
    return [PlanVersion(row[0], from_definition(row[1]), row[2]) for row in rows]


def neighbours(connection: Connection, plan: Plan) -> list[Neighbour]:
    """Other plans that have days in common with this one, by key."""
    period = plan.period
    values = {"key": plan.key, "first_day": period.first_day, "last_day": period.last_day}
    rows = connection.execute(_SQL["neighbours"], values)
    return [Neighbour(from_definition(definition), went_live) for definition, went_live in rows]


def note(connection: Connection, key: str, version: int, step: PlanStep) -> None:
    """Keep a step that was taken."""
    values = {name: getattr(step, name) for name in PlanStep.__slots__}
    connection.execute(_SQL["note"], {**values, "id": new_id(), "key": key, "version": version})


def steps(connection: Connection, key: str, version: int) -> list[PlanStep]:
    """The steps that were taken with this version, the oldest first."""
    rows = connection.execute(_SQL["steps"], {"key": key, "version": version})
    return [PlanStep(PlanAction(row[0]), *row[1:]) for row in rows]


def steps_of_several(connection: Connection, versions: Mapping[str, int]) -> dict[str, list[PlanStep]]:
    """The same of these versions of plans, by the plan's key."""
    values = {"keys": list(versions), "versions": list(versions.values())}
    steps: dict[str, list[PlanStep]] = {}
    for key, action, *rest in connection.execute(_SQL["steps_of_several"], values):
        steps.setdefault(key, []).append(PlanStep(PlanAction(action), *rest))
    return steps


def exclude(connection: Connection, key: str, version: int, exclusion: Exclusion) -> None:
    """Keep that somebody wants an answer not to count."""
    values = {name: getattr(exclusion, name) for name in Exclusion.__slots__}
    connection.execute(_SQL["exclude"], {**values, "key": key, "version": version})


def decide(connection: Connection, exclusion_id: UUID, *, confirmed: bool, by: str, at: datetime) -> None:
    """Keep what the second person decided."""
    values = {"exclusion_id": exclusion_id, "confirmed": confirmed, "by": by, "at": at}
    connection.execute(_SQL["decide"], values)


def exclusions(connection: Connection, key: str, version: int) -> list[Exclusion]:
    """All that were proposed, decided or not, the oldest first."""
    with connection.cursor(row_factory=class_row(Exclusion)) as cursor:
        return cursor.execute(_SQL["exclusions"], {"key": key, "version": version}).fetchall()


def kinds_of_survey(connection: Connection, survey: str) -> set[str]:
    """Which kinds of survey it is known to be; none when nobody has heard of it."""
    return {row[0] for row in connection.execute(_SQL["kinds_of_survey"], {"survey": survey})}
