"""Forecasts: what somebody expects customers to say or to get, held against what is then measured."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from scoring.domain.estimates import Measured
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period


class Perception(StrEnum):
    """How somebody sees what customers experience."""

    IN_LINE = "in line"
    TOO_BRIGHT = "too bright"
    TOO_DARK = "too dark"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a person expects of a measure over a period, which had not begun when it was said."""

    id: UUID
    person: str
    measure: MeasureReference
    period: Period
    value: Decimal
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PerceptionGap:
    """By how much the forecast was above what was measured. Within its interval it counts as in line."""

    gap: float
    perception: Perception


def is_too_late(period: Period, today: date) -> bool:
    """From its first day on some of what is measured can be seen, so nobody can forecast it."""
    return today >= period.first_day


def may_be_measured(period: Period, today: date) -> bool:
    """Only the whole period is held against a forecast."""
    return today > period.last_day


def perception_gap(forecast: Forecast, measured: Measured) -> PerceptionGap | None:
    """Forecast minus measured; None when too few answered."""
    if not measured.shown:
        return None
    expected = float(forecast.value)
    gap = float(forecast.value - Decimal(measured.exact.numerator) / measured.exact.denominator)
    if measured.low <= expected <= measured.high:
        return PerceptionGap(gap, Perception.IN_LINE)
    sign = forecast.measure.measure.direction.sign
    return PerceptionGap(gap, Perception.TOO_BRIGHT if gap * sign > 0 else Perception.TOO_DARK)
