"""Scorecards on the wire: every line with what was measured, what it earns, and why."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.plan_states import PlanState
from scoring.domain.plans import GuardrailState, Plan
from scoring.domain.scorecards import Finding, GuardrailCheck, Scorecard, ScorecardLine
from scoring.schemas import explanations
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.schemas.exclusions import ExclusionSchema
from scoring.schemas.locked_scorecards import LockSchema
from scoring.schemas.plan_definitions import CurveSchema, MeasureSchema, PeriodSchema, SliceSchema
from scoring.schemas.plans import PlanStepSchema
from scoring.use_cases.draw_up_scorecard import Drawn

_BY_LANGUAGE = {"description": "By language: en, es, pt"}


class PlanMeasuredSchema(EstimateSchema):
    """A number with all that it means."""

    unit = fields.String()
    definition = fields.String()
    direction = fields.String()


class ScorecardLineSchema(Schema):
    """One line; `amount` is in cents after caps, `percent` of the line's weight."""

    measure = fields.Nested(MeasureSchema)
    measured = fields.Nested(PlanMeasuredSchema)
    excluded = fields.Integer(metadata={"description": "Answers that are not counted in `measured`"})
    with_excluded = fields.Nested(EstimateSchema, metadata={"description": "What they would have given"})
    response_rate = fields.Nested(EstimateSchema, allow_none=True)
    curve = fields.Nested(CurveSchema)
    pays_on = fields.String()
    position = fields.String(
        allow_none=True, metadata={"description": "Null when not held against the curve"}
    )
    unpaid = fields.String(allow_none=True, metadata={"description": "Why it was not held against the curve"})
    percent = fields.Float()
    weight = fields.Decimal(as_string=True)
    points = fields.Float()
    amount = fields.Integer()
    explanation = fields.Dict(keys=fields.String(), values=fields.String(), metadata=_BY_LANGUAGE)


class GuardrailCheckSchema(Schema):
    """A guardrail and whether it holds."""

    measure = fields.Nested(MeasureSchema)
    measured = fields.Nested(PlanMeasuredSchema)
    limit = fields.Decimal(as_string=True)
    pays_at_most = fields.Decimal(as_string=True)
    holds = fields.Boolean()
    state = fields.Enum(
        GuardrailState, by_value=True, metadata={"description": "Not measurable: nothing is paid until it is"}
    )
    explanation = fields.Dict(keys=fields.String(), values=fields.String(), metadata=_BY_LANGUAGE)


class QuotaCheckSchema(Schema):
    """How many immersions with notes and channel a person had of how many the plan asks for."""

    counted = fields.Integer()
    needed = fields.Integer(attribute="quota.n")
    pays_at_most = fields.Decimal(attribute="quota.pays_at_most", as_string=True)
    met = fields.Boolean()


class PersonsScorecardSchema(Schema):
    """What one person earns. The lines' amounts add up to the total to the cent."""

    name = fields.String()
    unit = fields.Nested(SliceSchema)
    target_bonus = fields.Integer()
    lines = fields.List(fields.Nested(ScorecardLineSchema))
    earned = fields.Float(metadata={"description": "Points before caps"})
    limit = fields.Float(metadata={"description": "The most points that are paid"})
    immersions = fields.Nested(
        QuotaCheckSchema, allow_none=True, metadata={"description": "Null where the plan asks for none"}
    )
    points = fields.Float()
    amount = fields.Integer()
    amount_by_now = fields.Integer(
        allow_none=True,
        metadata={"description": "Of a locked scorecard: what the facts give by now, null if the same"},
    )
    explanation = fields.Dict(keys=fields.String(), values=fields.String(), metadata=_BY_LANGUAGE)


class ScorecardSchema(Schema):
    """A plan applied to its period, for everybody in it."""

    key = fields.String()
    version = fields.Integer(metadata={"description": "Of the plan"})
    state = fields.Enum(PlanState, by_value=True)
    title = fields.String()
    period = fields.Nested(PeriodSchema)
    minimum_n = fields.Integer()
    minimum_response_rate = fields.Decimal(as_string=True, allow_none=True)
    as_of = fields.AwareDateTime(metadata={"description": "Journeys are looked at as of this moment"})
    people = fields.List(fields.Nested(PersonsScorecardSchema))
    guardrails = fields.List(fields.Nested(GuardrailCheckSchema))
    exclusions = fields.List(fields.Nested(ExclusionSchema))
    steps = fields.List(fields.Nested(PlanStepSchema))
    locks = fields.List(fields.Nested(LockSchema), metadata={"description": "The last one counts"})


def as_scorecard(drawn: Drawn) -> dict[str, Any]:
    """What ScorecardSchema shows."""
    standing = drawn.standing
    plan = standing.plan
    return {
        "key": plan.key,
        "version": standing.version,
        "state": standing.state,
        "title": plan.title,
        "period": plan.period,
        "minimum_n": plan.minimum_n,
        "minimum_response_rate": plan.minimum_response_rate,
        "as_of": drawn.as_of,
        "people": [_person(drawn, card) for card in drawn.cards],
        "guardrails": [_guardrail(plan, check) for check in drawn.cards[0].guardrails],
        "exclusions": drawn.exclusions,
        "steps": standing.steps,
        "locks": standing.locked,
    }


def _person(drawn: Drawn, card: Scorecard) -> dict[str, Any]:
    plan, person = drawn.standing.plan, card.person
    return {
        "name": person.name,
        "unit": person.unit,
        "target_bonus": person.target_bonus,
        "lines": [{**_line(line), "explanation": explanations.of_line(plan, line)} for line in card.lines],
        "earned": card.earned,
        "limit": card.limit,
        "immersions": card.quota,
        "points": card.points,
        "amount": card.amount,
        "amount_by_now": drawn.now_amounts.get(person.name),
        "explanation": explanations.of_total(plan, card),
    }


def _line(line: ScorecardLine) -> dict[str, Any]:
    planned, finding, payout = line.planned, line.finding, line.payout
    return {
        "measure": line.measure,
        "measured": _measured(line.measure.measure.direction, line.measure.measure.unit, finding),
        "excluded": finding.excluded,
        "with_excluded": as_estimate(finding.with_excluded),
        "response_rate": as_estimate(finding.response_rate) if finding.response_rate else None,
        "curve": planned.curve,
        "pays_on": planned.pays_on,
        "position": payout.position,
        "unpaid": payout.unpaid,
        "percent": payout.percent,
        "weight": planned.weight,
        "points": payout.points,
        "amount": line.amount,
    }


def _guardrail(plan: Plan, check: GuardrailCheck) -> dict[str, Any]:
    guardrail = check.guardrail
    measure = guardrail.measure.measure
    return {
        "measure": guardrail.measure,
        "measured": _measured(measure.direction, measure.unit, check.finding),
        "limit": guardrail.limit,
        "pays_at_most": guardrail.pays_at_most,
        "holds": check.holds,
        "state": check.state,
        "explanation": explanations.of_guardrail(plan, check),
    }


def _measured(direction: str, unit: str, finding: Finding) -> dict[str, Any]:
    return {
        "unit": unit,
        "definition": finding.definition,
        "direction": direction,
        **as_estimate(finding.estimate),
    }
