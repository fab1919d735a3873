"""Who may be unhappy and has not said so, as it was last worked out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Reason
from scoring.store import columns
from shared.db import statements

_SQL = statements("scoring.store", "at_risk_predictions")
_reason = columns.of(Reason)


@dataclass(frozen=True, slots=True)
class Prediction:
    """A customer's probability of being a detractor, 0..1, in a case, with what raises it."""

    person: str
    journey: str
    started_at: datetime
    segment: str | None
    probability: float
    reasons: tuple[Reason, ...]
    model_version: int
    held_out: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer on the list, who is not held out; `reached_at` is when somebody reached out last."""

    customer_key: str
    journey: str
    started_at: datetime
    segment: str | None
    probability: float
    reasons: tuple[Reason, ...]
    model_version: int
    predicted_at: datetime
    open_complaint: bool
    reached_at: datetime | None


def mark(connection: Connection, journey: str, now: datetime) -> None:
    """Have all be looked at who are on their way and have not answered; drop who has."""
    # Planned with its values: a kept plan would read all journeys for one.
    connection.execute(_SQL["mark"], {"journey": journey, "now": now}, prepare=False)


def take(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """So many of those to be looked at, person and journey, held until the transaction ends."""
    return [(row[0], row[1]) for row in connection.execute(_SQL["take"], {"limit": limit})]


def replace(
    connection: Connection,
    looked_at: Collection[tuple[str, str]],
    predictions: Sequence[Prediction],
    now: datetime,
) -> None:
    """Keep what was found of those who were looked at, instead of what was there before."""
    people, journeys = [one[0] for one in looked_at], [one[1] for one in looked_at]
    connection.execute(_SQL["clear"], {"people": people, "journeys": journeys})
    if predictions:
        rows = [_row(prediction) for prediction in predictions]
        connection.execute(_SQL["put"], {"predictions": Jsonb(rows), "now": now})


def page(
    connection: Connection,
    journey: str,
    segment: str | None,
    after: tuple[float, str],
    limit: int,
    now: datetime,
) -> list[Listed]:
    """The list after a place (probability, person), the likeliest first; nobody who is held out."""
    parameters = {
        "journey": journey,
        "segment": segment,
        "probability": after[0],
        "after": after[1],
        "limit": limit,
        "now": now,
    }
    return [_listed(row) for row in connection.execute(_SQL["page"], parameters, prepare=False)]


def forget_old(connection: Connection, before: datetime) -> None:
    """Throw away what was last worked out before then."""
    connection.execute(_SQL["forget_old"], {"before": before})


def forget(connection: Connection, people: Collection[str]) -> None:
    """Throw away what was worked out of these people, and don't look at them."""
    for statement in ("forget_people", "forget_due"):
        connection.execute(_SQL[statement], {"people": list(people)})


def _row(prediction: Prediction) -> dict[str, Any]:
    return {
        "person": prediction.person,
        "journey": prediction.journey,
        "started_at": prediction.started_at.isoformat(),
        "segment": prediction.segment,
        "probability": prediction.probability,
        "reasons": [_reason(reason) for reason in prediction.reasons],
        "model_version": prediction.model_version,
        "held_out": prediction.held_out,
    }


def _listed(row: tuple[Any, ...]) -> Listed:
    values = dict(zip(Listed.__slots__, row, strict=True))
    reasons = tuple(Reason(RiskFactor(one.pop("factor")), **one) for one in values["reasons"])
    return Listed(**{**values, "reasons": reasons})
