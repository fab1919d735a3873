"""Drawings of trends: each point with its interval, the moving average between its limits, signals marked."""

from dataclasses import dataclass

from scoring.domain.estimates import Estimate
from scoring.domain.trends import Series
from scoring.domain.units import Unit
from scoring.pages import axes
from scoring.schemas import figures

_MOST_LABELS = 5
# The least that the axis spans: in less than that, noise would look like news.
_LEAST_SPAN = {Unit.POINTS: 40.0, Unit.SHARE: 0.2, Unit.MEAN: 1.0, Unit.DAYS: 1.0}
_WHOLE = {Unit.POINTS: (-100.0, 100.0), Unit.SHARE: (0.0, 1.0)}


@dataclass(frozen=True)
class Dot:
    """One period: where its value, its interval and its average lie."""

    x: float
    y: float
    low_y: float
    high_y: float
    average_y: float
    signal: bool


@dataclass(frozen=True)
class TrendDrawing:
    """Dots, the line of averages, the band of its limits, the centre, and marks with their labels."""

    dots: list[Dot]
    line: str
    band: str
    centre_y: float
    marks_x: list[tuple[float, str]]
    marks_y: list[tuple[float, str]]


def draw(series: Series, language: str) -> TrendDrawing | None:
    """None with fewer than two points to see: a point alone is no trend."""
    shown = [
        (point.period, point.estimate, point.control)
        for point in series.points
        if isinstance(point.estimate, Estimate) and point.control
    ]
    if len(shown) < 2 or series.centre is None:
        return None
    unit = series.scale.headline.unit
    scale = _WHOLE.get(unit, (float(series.scale.minimum), float(series.scale.maximum)))
    numbers = [number for _, at, limits in shown for number in (at.low, at.high, limits.lower, limits.upper)]
    y = axes.upwards(*_span(numbers, unit, scale))
    x = axes.across(shown[0][0].toordinal(), shown[-1][0].toordinal())
    places = [x.at(period.toordinal()) for period, _, _ in shown]
    limits = [control for _, _, control in shown]
    band = [(place, y.at(control.upper)) for place, control in zip(places, limits, strict=True)]
    band += [
        (place, y.at(control.lower))
        for place, control in zip(reversed(places), reversed(limits), strict=True)
    ]
    every = -(-len(shown) // _MOST_LABELS)
    return TrendDrawing(
        dots=[
            Dot(place, y.at(at.value), y.at(at.low), y.at(at.high), y.at(control.average), control.signal)
            for place, (_, at, control) in zip(places, shown, strict=True)
        ],
        line=axes.path(
            [(place, y.at(control.average)) for place, control in zip(places, limits, strict=True)]
        ),
        band=f"{axes.path(band)} Z",
        centre_y=y.at(series.centre),
        marks_x=[
            (place, f"{period:%d/%m}")
            for place, (period, _, _) in list(zip(places, shown, strict=True))[::every]
        ],
        marks_y=[(y.at(mark), _label(mark, unit, language)) for mark in y.marks()],
    )


def _span(values: list[float], unit: Unit, scale: tuple[float, float]) -> tuple[float, float]:
    """All of the values, and not less than what keeps noise small."""
    low, high = min(values), max(values)
    missing = max(0.0, _LEAST_SPAN[unit] - (high - low)) / 2
    return max(scale[0], low - missing), min(scale[1], high + missing)


def _label(mark: float, unit: Unit, language: str) -> str:
    if unit is Unit.SHARE:
        return f"{100 * mark:.0f}\u00a0%"
    return figures.number(mark, unit, language) if unit is Unit.MEAN else f"{mark:.0f}".replace("-", "−")
