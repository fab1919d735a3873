"""A plan as plain JSON and back: how it is kept, sent, and written into a locked scorecard."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.domain.payouts import PayoutCurve, PaysOn
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Guardrail, Period, Person, Plan, PlanLine
from scoring.domain.quotas import ImmersionQuota
from scoring.domain.slices import Slice


def to_definition(plan: Plan) -> dict[str, Any]:
    """The plan as the API shows and takes it; 50 and 50.0 are the same number."""
    return {
        "key": plan.key,
        "title": plan.title,
        "people": [
            {"name": person.name, "target_bonus": person.target_bonus, "unit": _slice(person.unit)}
            for person in plan.people
        ],
        "period": {
            "first_day": plan.period.first_day.isoformat(),
            "last_day": plan.period.last_day.isoformat(),
        },
        "minimum_n": plan.minimum_n,
        "minimum_response_rate": _number(plan.minimum_response_rate) if plan.minimum_response_rate else None,
        "cap": _number(plan.cap),
        "lines": [
            {
                "measure": reference_to_definition(line.measure),
                "weight": _number(line.weight),
                "curve": {name: _number(value) for name, value in asdict(line.curve).items()},
                "expected_n": line.expected_n,
                "review_on": line.review_on.isoformat() if line.review_on else None,
                "owner": line.owner,
                "pays_on": str(line.pays_on),
                "shared": line.shared,
            }
            for line in plan.lines
        ],
        "guardrails": [
            {
                "measure": reference_to_definition(guardrail.measure),
                "limit": _number(guardrail.limit),
                "pays_at_most": _number(guardrail.pays_at_most),
            }
            for guardrail in plan.guardrails
        ],
        **_later_rules(plan),
    }


def from_definition(definition: Mapping[str, Any]) -> Plan:
    """The plan that a well-formed definition describes."""
    rate = definition["minimum_response_rate"]
    return Plan(
        key=definition["key"],
        title=definition["title"],
        people=tuple(
            Person(person["name"], person["target_bonus"], _slice_of(person["unit"]))
            for person in definition["people"]
        ),
        period=Period(
            date.fromisoformat(definition["period"]["first_day"]),
            date.fromisoformat(definition["period"]["last_day"]),
        ),
        minimum_n=definition["minimum_n"],
        minimum_response_rate=Decimal(rate) if rate else None,
        cap=Decimal(definition["cap"]),
        lines=tuple(_line(line) for line in definition["lines"]),
        guardrails=tuple(
            Guardrail(
                reference_from_definition(guardrail["measure"]),
                Decimal(guardrail["limit"]),
                Decimal(guardrail["pays_at_most"]),
            )
            for guardrail in definition["guardrails"]
        ),
        immersions=_quota_of(definition.get("immersions")),
        rules=definition.get("rules", 1),
    )


def reference_to_definition(reference: MeasureReference) -> dict[str, Any]:
    """A measure as it is sent; what it does not state is left out."""
    stated = {
        name: value
        for name in ("question", "definition", "option", "milestone", "days")
        if (value := getattr(reference, name)) is not None
    }
    return {
        "kind": reference.kind,
        "survey_kind": reference.survey_kind,
        "slice": _slice(reference.slice),
        **stated,
    }


def reference_from_definition(definition: Mapping[str, Any]) -> MeasureReference:
    """The measure that a well-formed definition means."""
    return MeasureReference(**{**definition, "slice": _slice_of(definition["slice"])})


def _later_rules(plan: Plan) -> dict[str, Any]:
    """What plans under the first rules did not state: their texts stay as they were locked."""
    if plan.rules == 1:
        return {}
    quota = plan.immersions
    stated = {"n": quota.n, "pays_at_most": _number(quota.pays_at_most)} if quota else None
    return {"rules": plan.rules, "immersions": stated}


def _quota_of(definition: Mapping[str, Any] | None) -> ImmersionQuota | None:
    return ImmersionQuota(definition["n"], Decimal(definition["pays_at_most"])) if definition else None


def _line(definition: Mapping[str, Any]) -> PlanLine:
    return PlanLine(
        measure=reference_from_definition(definition["measure"]),
        weight=Decimal(definition["weight"]),
        curve=PayoutCurve(**{name: Decimal(value) for name, value in definition["curve"].items()}),
        expected_n=definition["expected_n"],
        review_on=date.fromisoformat(definition["review_on"]) if definition["review_on"] else None,
        owner=definition["owner"],
        pays_on=PaysOn(definition["pays_on"]),
        shared=definition["shared"],
    )


def _slice(chosen: Slice) -> dict[str, Any]:
    filters: dict[str, Any] = {
        name: value
        for name in chosen.__slots__
        if name != "attributes" and (value := getattr(chosen, name)) is not None
    }
    return filters | ({"attributes": dict(chosen.attributes)} if chosen.attributes else {})


def _slice_of(definition: Mapping[str, Any]) -> Slice:
    attributes = definition.get("attributes")
    return Slice(**{**definition, "attributes": tuple(sorted(attributes.items())) if attributes else None})


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
