"""A measured number as a page shows it: with its interval, its n, and where that lies on the scale."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.domain.estimates import LOW_BASE_BELOW, Estimate, Measured
from scoring.domain.scales import Scale
from scoring.domain.survival import Point
from scoring.domain.units import Unit
from scoring.pages import charts, numbers
from scoring.pages.charts import Interval
from scoring.schemas.figures import number, percent
from shared.i18n import localised

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Figure:
    """Written as the reader's language writes it. A share of 0 or 1 that was waited for has no interval."""

    value: str
    n: str
    low: str | None
    high: str | None
    low_base: bool
    chart: Interval | None


def figure(measured: Measured, language: str, scale: Scale | None = None) -> Figure | None:
    """None when it is hidden. A mean needs the scale that it lies on."""
    if not isinstance(measured, Estimate):
        return None
    low, high = numbers.bounds(measured, language)
    chart = charts.on_whole_scale(measured, scale) if scale else charts.of_share(measured)
    n = localised(f"{measured.n:,}", language)
    return Figure(numbers.value(measured, language), n, low, high, measured.low_base, chart)


def point(at: Point | None, n: int, language: str) -> Figure | None:
    """A share of a curve over time; None beyond what was observed."""
    if at is None:
        return None
    bounded = at.low is not None and at.high is not None
    return Figure(
        value=percent(at.value, language),
        n=localised(f"{n:,}", language),
        low=percent(at.low, language) if at.low is not None else None,
        high=percent(at.high, language) if at.high is not None else None,
        low_base=n < LOW_BASE_BELOW,
        chart=charts.of_point(at) if bounded else None,
    )


def duration(seconds: float | None, language: str, text: Mapping[str, str]) -> str | None:
    """The largest unit that fits: "40 minutes", "3.5 hours", "12.0 days"."""
    if seconds is None:
        return None
    if seconds < _MINUTE:
        return text["duration_at_once"]
    units = (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE))
    name, size = next(unit for unit in units if seconds >= unit[1])
    return text[f"duration_{name}"].format(value=_tenths(seconds / size, language))


def days(value: float | None, language: str) -> str | None:
    """Days to a tenth."""
    return None if value is None else _tenths(value, language)


def _tenths(value: float, language: str) -> str:
    return number(value, Unit.POINTS, language)
