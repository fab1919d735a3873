"""Drawings of time until something happens: the share that has got there, day by day, with its interval."""

import math
from dataclasses import dataclass

from scoring.domain.outcomes import TimeTo
from scoring.domain.survival import Point
from scoring.pages import axes

_DAY = 86400.0
_LEAST_DAYS, _MOST_DAYS = 1.0, 90.0
# A place every so many parts of the width: finer than the eye, and no single customer's step can be read from it.
_PLACES = 60


@dataclass(frozen=True)
class CurveDrawing:
    """The line, the band of its interval, and marks with their labels."""

    line: str
    band: str | None
    marks_x: list[tuple[float, str]]
    marks_y: list[tuple[float, str]]


def draw(found: TimeTo) -> CurveDrawing:
    """From the beginning to the last day that was watched, at most ninety days."""
    last = min(max(found.curve.last / _DAY, _LEAST_DAYS), _MOST_DAYS)
    x, y = axes.across(0.0, last), axes.upwards(0.0, 1.0)
    days = [last * place / _PLACES for place in range(_PLACES + 1)]
    told = [
        (day, found.curve.at(min(day * _DAY, found.curve.last)) or Point(0.0, None, None)) for day in days
    ]
    bounded = [(day, point.low, point.high) for day, point in told if point.low is not None and point.high]
    band = [(x.at(day), y.at(high or 0.0)) for day, _, high in bounded]
    band += [(x.at(day), y.at(low or 0.0)) for day, low, _ in reversed(bounded)]
    return CurveDrawing(
        line=axes.path([(x.at(day), y.at(point.value)) for day, point in told]),
        band=f"{axes.path(band)} Z" if band else None,
        marks_x=[(x.at(day), f"{day:g}") for day in x.marks() if math.isclose(day, round(day))],
        marks_y=[(y.at(share), f"{100 * share:.0f}\u00a0%") for share in (0.0, 0.5, 1.0)],
    )
