"""Measure what a forecast is held against, unless it is hidden."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.breakdowns import breakdown
from scoring.domain.estimates import Hidden, Measured
from scoring.domain.forecasts import Forecast, may_be_measured
from scoring.domain.plan_measures import Source
from scoring.use_cases.choose_cases import choose_cases
from scoring.use_cases.measure_plan import cases_of, measure, selection_of
from scoring.use_cases.measure_scores import find_lattice


def measure_forecast(connection: Connection, forecast: Forecast, moment: datetime) -> Measured | None:
    """What was measured; None until the period is over. Anybody may forecast anything, so what dashboards hide stays
    hidden here: otherwise who forecasts each slice would learn what the others don't tell.
    """
    if not may_be_measured(forecast.period, moment.date()):
        return None
    if not _is_shown(connection, forecast):
        return Hidden()
    return measure(connection, forecast.measure, forecast.period, moment).estimate


def _is_shown(connection: Connection, forecast: Forecast) -> bool:
    reference, period = forecast.measure, forecast.period
    if reference.measure.source is Source.JOURNEY:
        return not choose_cases(connection, cases_of(reference, period)).hidden
    groups, filters = find_lattice(connection, reference.kind, selection_of(reference, period), ())
    totals = breakdown(groups, filters=filters).totals
    return any(item.shown for item in totals if item.option == reference.option)
