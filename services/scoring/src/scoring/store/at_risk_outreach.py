"""Who was drawn for the list and who was held out, who was reached, and what became of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from scoring.domain.at_risk_effects import Arm
from scoring.domain.scales import NPS
from scoring.store import columns
from scoring.store.at_risk_predictions import Prediction
from shared.db import statements

_SQL = statements("scoring.store", "at_risk_outreach")


@dataclass(frozen=True, slots=True)
class Outreach:
    """That somebody reached out to a customer: when, what was done, and by whom it was recorded."""

    id: UUID
    customer_key: str
    journey: str
    at: datetime
    what: str
    by: str
    recorded_at: datetime

    def is_same_as(self, other: "Outreach") -> bool:
        """Whether the same was recorded, whoever recorded it and when."""
        return replace(other, by=self.by, recorded_at=self.recorded_at) == self


_outreach = columns.of(Outreach)


def arms(connection: Connection, people: Collection[str]) -> dict[tuple[str, str], bool]:
    """By person and journey, of those who were drawn, whether they are held out."""
    rows = connection.execute(_SQL["arms"], {"people": list(people)})
    return {(row[0], row[1]): row[2] for row in rows}


def assign(
    connection: Connection, drawn: Collection[Prediction], programmes: Mapping[str, int], now: datetime
) -> None:
    """Keep into which group each was drawn, by which version of the journey's programme. The first draw counts."""
    rows = [
        {
            "person": one.person,
            "journey": one.journey,
            "held_out": one.held_out,
            "probability": one.probability,
            "model_version": one.model_version,
            "programme_version": programmes[one.journey],
        }
        for one in drawn
    ]
    if rows:
        connection.execute(_SQL["assign"], {"assignments": Jsonb(rows), "now": now})


def record(connection: Connection, outreach: Outreach) -> bool:
    """Keep it; False when there is one with this id already."""
    return connection.execute(_SQL["record"], _outreach(outreach)).fetchone() is not None


def find(connection: Connection, outreach_id: UUID) -> Outreach | None:
    """The one with this id."""
    with connection.cursor(row_factory=class_row(Outreach)) as cursor:
        return cursor.execute(_SQL["find"], {"id": outreach_id}).fetchone()


def arms_of(connection: Connection, journey: str, days: int, now: datetime) -> tuple[Arm, Arm]:
    """Who was on the list and who was held out, of those who were drawn so many days ago or before."""
    parameters: dict[str, Any] = {
        "journey": journey,
        "days": days,
        "now": now,
        "definition": NPS.version,
        "low_until": NPS.low_until,
    }
    rows = connection.execute(_SQL["arms_of_journey"], parameters, prepare=False)
    found = {row[0]: Arm(*row[1:]) for row in rows}
    return found.get(False, Arm()), found.get(True, Arm())


def forget_old(connection: Connection, before: datetime) -> None:
    """Throw away who was drawn, and who was reached, before then."""
    for statement in ("forget_old_assignments", "forget_old_outreach"):
        connection.execute(_SQL[statement], {"before": before})


def forget(connection: Connection, people: Collection[str]) -> None:
    """Throw away that these people were drawn or reached."""
    for statement in ("forget_assignments", "forget_outreach"):
        connection.execute(_SQL[statement], {"people": list(people)})
