"""Forecasts, each said once."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.forecasts import Forecast
from scoring.domain.plan_definitions import reference_from_definition, reference_to_definition
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from shared.db import statements
from shared.ids import derived_id

_SQL = statements("scoring.store", "forecasts")


def id_of(person: str, measure: MeasureReference, period: Period) -> UUID:
    """The same for the same person, measure and period."""
    meant = json.dumps(reference_to_definition(measure), sort_keys=True)
    return derived_id("forecast", person, meant, str(period))


def put(connection: Connection, forecast: Forecast) -> bool:
    """Keep a forecast; False when the person has said one on this measure and period before."""
    values = {
        "id": forecast.id,
        "person": forecast.person,
        "measure": Jsonb(reference_to_definition(forecast.measure)),
        "first_day": forecast.period.first_day,
        "last_day": forecast.period.last_day,
        "value": forecast.value,
        "by": forecast.by,
        "made_at": forecast.made_at,
    }
    return connection.execute(_SQL["insert"], values).fetchone() is not None


def find(connection: Connection, forecast_id: UUID) -> Forecast | None:
    """This one."""
    row = connection.execute(_SQL["find"], {"id": forecast_id}).fetchone()
    return _forecast(row) if row else None


def page(
    connection: Connection, person: str | None, after: tuple[datetime, UUID], limit: int
) -> list[Forecast]:
    """Everybody's forecasts or one person's after a place (made_at, id), the oldest first."""
    values = {"person": person, "at": after[0], "after": after[1], "limit": limit}
    rows = connection.execute(_SQL["page" if person is not None else "page_of_all"], values)
    return [_forecast(row) for row in rows]


def _forecast(row: tuple[Any, ...]) -> Forecast:
    return Forecast(row[0], row[1], reference_from_definition(row[2]), Period(row[3], row[4]), *row[5:])
