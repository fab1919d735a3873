"""Incentive plans, each in the version that is in force."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg import Connection

from scoring.domain.payouts import PayoutCurve
from scoring.domain.plans import MeasureReference, Period, Plan, PlanLine
from scoring.domain.slices import Slice
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("scoring.store", "plans")


@dataclass(frozen=True)
class PlanInForce:
    """A plan in its newest version."""

    version: int
    plan: Plan
    set_at: datetime


def put(connection: Connection, plan: Plan, now: datetime) -> Published:
    """Put a plan in force as its next version, unless nothing changed."""
    return versions.publish(connection, _SQL, plan.key, to_definition(plan), now)


def newest(connection: Connection, key: str) -> PlanInForce | None:
    """The plan in force; None when no plan has this key."""
    row = connection.execute(_SQL["newest"], {"key": key}).fetchone()
    return PlanInForce(row[0], from_definition(row[1]), row[2]) if row else None


def in_force(connection: Connection) -> list[PlanInForce]:
    """All plans, by key."""
    rows = connection.execute(_SQL["in_force"]).fetchall()
    return [PlanInForce(row[0], from_definition(row[1]), row[2]) for row in rows]


def to_definition(plan: Plan) -> dict[str, Any]:
    """The plan as the API shows and takes it; 50 and 50.0 are the same number."""
    return {
        "key": plan.key,
        "title": plan.title,
        "person": plan.person,
        "target_bonus": plan.target_bonus,
        "period": {
            "first_day": plan.period.first_day.isoformat(),
            "last_day": plan.period.last_day.isoformat(),
        },
        "minimum_n": plan.minimum_n,
        "lines": [
            {
                "measure": {
                    "kind": line.measure.kind,
                    "survey_kind": line.measure.survey_kind,
                    "slice": {
                        name: value for name, value in asdict(line.measure.slice).items() if value is not None
                    },
                },
                "weight": f"{line.weight.normalize():f}",
                "curve": {name: f"{value.normalize():f}" for name, value in asdict(line.curve).items()},
            }
            for line in plan.lines
        ],
    }


def from_definition(definition: dict[str, Any]) -> Plan:
    """The plan that a well-formed definition describes."""
    return Plan(
        key=definition["key"],
        title=definition["title"],
        person=definition["person"],
        target_bonus=definition["target_bonus"],
        period=Period(
            date.fromisoformat(definition["period"]["first_day"]),
            date.fromisoformat(definition["period"]["last_day"]),
        ),
        minimum_n=definition["minimum_n"],
        lines=tuple(_line(line) for line in definition["lines"]),
    )


def _line(definition: dict[str, Any]) -> PlanLine:
    measure = definition["measure"]
    curve = {name: Decimal(value) for name, value in definition["curve"].items()}
    return PlanLine(
        MeasureReference(measure["kind"], Slice(**measure["slice"]), measure["survey_kind"]),
        Decimal(definition["weight"]),
        PayoutCurve(**curve),
    )
