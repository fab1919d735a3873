"""Scorecards for people: who earns what, and how every line came about."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, request

from scoring.acts.plans import list_plans
from scoring.domain.estimates import Estimate, Measured
from scoring.domain.plan_states import PlanState
from scoring.domain.plans import GuardrailState, Plan
from scoring.domain.rounding import fixed
from scoring.domain.scorecards import GuardrailCheck, Scorecard, ScorecardLine
from scoring.domain.units import Unit
from scoring.pages import charts, numbers
from scoring.pages.asked import asked_list, following, given
from scoring.pages.rendering import may, page, reader
from scoring.schemas import explanations
from scoring.use_cases.draw_up_scorecard import (
    Drawn,
    draw_up_scorecards,
    find_standing,
)
from shared import access
from shared.clock import now
from shared.i18n import localised
from shared.paging import PageArguments
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "scorecards_pages", __name__, url_prefix="/scoring/scorecards", template_folder="../templates"
)

_AT_ONCE = 25
_STATES = {
    GuardrailState.HOLDS: "holds",
    GuardrailState.BROKEN: "broken",
    GuardrailState.NOT_MEASURABLE: "not_measurable",
}


@blueprint.get("")
@access.page("scorecards:read")
def list_scorecards() -> Response:
    """One scorecard a plan, with the people in it, and where it stands."""
    asked = asked_list(PageArguments(), **given("cursor"), limit=_AT_ONCE)
    with current().read() as connection:
        found = list_plans(connection, asked)
    text = reader().text
    return page(
        "scorecards.html",
        plans=[(item.plan, _state(item.state, item.locks, text)) for item in found["items"]],
        following=following({}, found["next"]),
    )


@blueprint.get("/<key>")
@access.page("scorecards:read")
def show_scorecard(key: str) -> Response:
    """Everybody's, line by line, of the version in force or of the one that is asked for."""
    version = request.args.get("version", type=int)
    with current().read() as connection:
        standing = find_standing(connection, key, version)
        if standing is None:
            raise not_found(f"plan {key!r}")
        drawn = draw_up_scorecards(connection, standing, now())
    language, text = reader().language, reader().text
    plan = standing.plan
    return page(
        "scorecard.html",
        version=standing.version,
        state=_state(standing.state, len(standing.locked), text),
        plan=plan,
        minimum_n=localised(f"{plan.minimum_n:,}", language),
        people=[_person(drawn, card, language, text) for card in drawn.cards],
        guardrails=[_guardrail(plan, check, language, text) for check in drawn.cards[0].guardrails],
        exclusions=drawn.exclusions,
        lock=standing.locked[-1] if standing.locked else None,
        steps=standing.steps,
        shows_immersions=plan.immersions is not None and may("immersions:read"),
    )


def _state(state: PlanState, locks: int, text: Mapping[str, str]) -> str:
    """In words; a locked one may have been restated since."""
    return text["state_restated" if locks > 1 else f"state_{state}"]


def _person(drawn: Drawn, card: Scorecard, language: str, text: Mapping[str, str]) -> dict[str, Any]:
    plan, person = drawn.standing.plan, card.person
    by_now = drawn.now_amounts.get(person.name)
    return {
        "name": person.name,
        "amount": numbers.amount(card.amount, language),
        "target_bonus": numbers.amount(person.target_bonus, language),
        "by_now": numbers.amount(by_now, language) if by_now is not None else None,
        "lines": [_line(plan, line, language, text) for line in card.lines],
        "explanation": explanations.of_total(plan, card)[language],
    }


def _line(plan: Plan, line: ScorecardLine, language: str, text: Mapping[str, str]) -> dict[str, Any]:
    planned, finding = line.planned, line.finding
    curve, unit = planned.curve, line.measure.measure.unit
    shown = _shown(line.estimate)
    chart = charts.against(curve, shown)
    rate = _shown(finding.response_rate)
    least = () if plan.minimum_response_rate is None else (plan.minimum_response_rate,)
    return {
        "measure": line.measure,
        "named": explanations.measure_named(line.measure, text),
        "counted": text[f"counted_{line.measure.measure.counted}"],
        "definition": finding.definition,
        "value": _value(shown, unit, language, curve.values, text),
        "bounds": [
            _in_days(bound, unit, text) for bound in numbers.bounds(shown, language, planned.marks_of_bounds)
        ]
        if shown
        else None,
        "n": localised(f"{shown.n:,}", language) if shown else None,
        "low_base": bool(shown and shown.low_base),
        "response_rate": numbers.value(rate, language, least) if rate else None,
        "pays_on": text[f"pays_on_{planned.pays_on}"],
        "excluded": finding.excluded,
        "with_excluded": _value(_shown(finding.with_excluded), unit, language, curve.values, text),
        "chart": chart,
        "marks": {
            mark.name: _in_days(numbers.mark(mark.number, unit, language), unit, text) for mark in chart.marks
        },
        "weight": localised(f"{planned.weight.normalize():f}", language),
        "percent": localised(f"{fixed(line.payout.percent)}", language),
        "points": localised(f"{fixed(line.payout.points)}", language),
        "amount": numbers.amount(line.amount, language),
        "explanation": explanations.of_line(plan, line)[language],
    }


def _guardrail(plan: Plan, check: GuardrailCheck, language: str, text: Mapping[str, str]) -> dict[str, Any]:
    return {
        "named": explanations.measure_named(check.guardrail.measure, text),
        "holds": check.holds,
        "state": text[_STATES[check.state]],
        "explanation": explanations.of_guardrail(plan, check)[language],
    }


def _shown(measured: Measured | None) -> Estimate | None:
    return measured if isinstance(measured, Estimate) else None


def _value(
    estimate: Estimate | None, unit: Unit, language: str, marks: tuple[Decimal, ...], text: Mapping[str, str]
) -> str | None:
    return _in_days(numbers.value(estimate, language, marks), unit, text) if estimate else None


def _in_days(figure: str, unit: Unit, text: Mapping[str, str]) -> str:
    return text["unit_days"].format(value=figure) if unit is Unit.DAYS else figure
