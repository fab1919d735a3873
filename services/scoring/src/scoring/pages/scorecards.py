"""Scorecards for people: who earns what, and how every line came about."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from scoring.domain.estimates import Estimate
from scoring.domain.scorecards import ScorecardLine
from scoring.pages import charts, numbers
from scoring.store import plans
from scoring.use_cases.draw_up_scorecard import draw_up_scorecard
from shared import access, web
from shared.i18n import Texts, best
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "scorecards_pages", __name__, url_prefix="/scoring/scorecards", template_folder="../templates"
)

_TEXTS = Texts.of("scoring")


@blueprint.get("")
@access.page("scorecards:read")
def list_scorecards() -> Response:
    """One scorecard a plan."""
    with current().read() as connection:
        in_force = plans.in_force(connection)
    return _page("scorecards.html", plans=[item.plan for item in in_force])


@blueprint.get("/<key>")
@access.page("scorecards:read")
def show_scorecard(key: str) -> Response:
    """One scorecard, line by line."""
    language = best(request.accept_languages)
    with current().read() as connection:
        drawn = draw_up_scorecard(connection, key)
    if drawn is None:
        raise not_found(f"plan {key!r}")
    card = drawn.scorecard
    return _page(
        "scorecard.html",
        version=drawn.version,
        plan=card.plan,
        amount=numbers.amount(card.amount, language),
        target_bonus=numbers.amount(card.plan.target_bonus, language),
        explanation=card.explanation,
        lines=[_line(line, language) for line in card.lines],
    )


def _line(line: ScorecardLine, language: str) -> dict[str, Any]:
    planned, estimate = line.planned, line.estimate
    curve, scale = planned.curve, planned.measure.scale
    shown = estimate if isinstance(estimate, Estimate) else None
    chart = charts.against(curve, shown)
    unit = scale.headline.unit
    return {
        "measure": planned.measure,
        "definition": scale.version,
        "value": numbers.value(shown, language, curve.values) if shown else None,
        "bounds": numbers.bounds(shown, language) if shown else None,
        "n": numbers.plain(f"{shown.n:,}", language) if shown else None,
        "low_base": bool(shown and shown.low_base),
        "chart": chart,
        "marks": {mark.name: numbers.mark(mark.number, unit, language) for mark in chart.marks},
        "weight": numbers.plain(f"{planned.weight.normalize():f}", language),
        "percent": numbers.plain(f"{float(line.payout.percent):.1f}", language),
        "points": numbers.plain(f"{float(line.payout.points):.1f}", language),
        "amount": numbers.amount(line.amount, language),
        "explanation": line.explanation,
    }


def _page(template: str, **values: Any) -> Response:
    language = best(request.accept_languages)
    body = render_template(template, language=language, text=_TEXTS.by_language[language], **values)
    return Response(body, headers=web.PAGE_HEADERS)
