"""Trends for people: a score over time, and in words whether anything happened or it is noise."""

from typing import Any

from flask import Blueprint, Response

from scoring.domain.trends import Point, Series
from scoring.pages import trend_charts
from scoring.pages.asked import asked
from scoring.pages.companions import Beside, beside, without
from scoring.pages.figures import figure
from scoring.pages.rendering import Reader, page, reader
from scoring.schemas.figures import written
from scoring.schemas.trends import TrendArguments
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.trend_scores import companions_of_trend, trend_scores
from shared import access
from shared.clock import now
from shared.service import current

blueprint = Blueprint("trends_pages", __name__, url_prefix="/scoring/trends", template_folder="../templates")


@blueprint.get("")
@access.page("scores:read")
def show_trends() -> Response:
    """One measure by day, week or month: a chart and a table a series, which never mixes versions of a survey."""
    form = asked(TrendArguments(), now().date(), measure="nps", every="week")
    if form.values is None:
        return page("trends.html", 422, form=form, series=None)
    with current().read() as connection:
        found = trend_scores(connection, **form.values)
        companions = companions_of_trend(connection, **form.values, now=now())
    who = reader()
    return page("trends.html", form=form, series=[_series(series, companions, who) for series in found])


def _series(series: Series, companions: Companions, who: Reader) -> dict[str, Any]:
    beside_all = beside(companions.beside(series.kind, series.slice), who)
    signals = [point.period for point in series.points if point.control and point.control.signal]
    seen = sum(point.estimate.shown for point in series.points)
    said = "trend_signal" if signals else "trend_noise" if seen > 1 else "trend_too_few"
    return {
        "survey": series.survey,
        "version": series.version,
        "kind": series.kind,
        "definition": series.scale.version,
        "centre": None
        if series.centre is None
        else written(series.centre, series.scale.headline.unit, who.language),
        "said": who.text[said].format(periods=", ".join(map(str, signals))),
        "signal": bool(signals),
        "drawing": trend_charts.draw(series, who.language),
        "any_hidden": seen < len(series.points),
        "beside": beside_all,
        "points": [
            _point(series, point, who) | {"beside": _beside(series, point, companions, beside_all, who)}
            for point in series.points
        ],
    }


def _point(series: Series, point: Point, who: Reader) -> dict[str, Any]:
    unit, control = series.scale.headline.unit, point.control
    return {
        "period": point.period,
        "figure": figure(point.estimate, who.language, series.scale),
        "average": control and written(control.average, unit, who.language),
        "lower": control and written(control.lower, unit, who.language),
        "upper": control and written(control.upper, unit, who.language),
        "signal": bool(control and control.signal),
    }


def _beside(
    series: Series, point: Point, companions: Companions, told: tuple[Beside, ...], who: Reader
) -> tuple[Beside, ...]:
    """Those of one period, but no reason that was told of the whole series; of a hidden point nothing is told."""
    if not point.estimate.shown:
        return ()
    reasons = tuple(one for one in told if one.missing)
    return without(beside(companions.beside(series.kind, point.slice), who), reasons)
