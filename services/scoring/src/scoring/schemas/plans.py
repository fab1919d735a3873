"""Incentive plans on the wire: which version is kept, what is wrong with it, and where it stands."""

from collections.abc import Iterable

from marshmallow import Schema, fields, validate

from scoring.domain.plan_states import PlanState
from scoring.domain.problems import Problem
from scoring.schemas.plan_definitions import PlanSchema
from shared.accepted import text


class PlanSetSchema(Schema):
    """Which version it has, and whether it was new."""

    key = fields.String()
    version = fields.Integer()
    is_new = fields.Boolean()


class PlanProblemSchema(Schema):
    """One reason why a plan is not taken, or one thing to know of it."""

    field = fields.String()
    detail = fields.String()


class ValidatedSchema(Schema):
    """Whether the plan would be taken, and every reason why not; warnings keep no plan from being taken."""

    accepted = fields.Boolean()
    problems = fields.List(fields.Nested(PlanProblemSchema))
    warnings = fields.List(fields.Nested(PlanProblemSchema))


class ReadinessItemSchema(Schema):
    """One thing that must be so before a plan goes live."""

    check = fields.String(metadata={"description": "owner, data, response_rate or definition"})
    path = fields.String()
    ready = fields.Boolean()
    detail = fields.String()


class ReadinessSchema(Schema):
    """Whether a version can go live."""

    version = fields.Integer()
    ready = fields.Boolean()
    checks = fields.List(fields.Nested(ReadinessItemSchema))


class PlanStepSchema(Schema):
    """What was done with a version."""

    action = fields.String()
    by = fields.String()
    comment = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class StandingSchema(Schema):
    """A version of a plan and where it stands."""

    key = fields.String(attribute="plan.key")
    version = fields.Integer()
    state = fields.Enum(PlanState, by_value=True)
    set_at = fields.AwareDateTime()
    steps = fields.List(fields.Nested(PlanStepSchema))
    definition = fields.Nested(PlanSchema, attribute="plan")


class PlanPageSchema(Schema):
    """A page of plans; `next` is null on the last one."""

    items = fields.List(fields.Nested(StandingSchema))
    next = fields.String(allow_none=True)


class VersionArguments(Schema):
    """Which version; the one in force if left out."""

    version = fields.Integer(load_default=None, validate=validate.Range(1, 2**31 - 1))


class StepTakenSchema(Schema):
    """Which version is meant, and what there is to say about it."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    comment = fields.String(load_default=None, allow_none=True, validate=text(2000))


def as_problems(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """As a validated plan shows them."""
    return [{"field": problem.path, "detail": problem.message} for problem in problems]


def as_errors(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """What a problem document shows."""
    faults: dict[str, list[str]] = {}
    for problem in problems:
        faults.setdefault(problem.path, []).append(problem.message)
    return faults
