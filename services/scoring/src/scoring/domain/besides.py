"""What a scorecard follows from besides what was measured: the register of measures, and the immersions that count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from scoring.domain.measures import RegisteredMeasure
from scoring.domain.plan_measures import MEASURES
from scoring.domain.plans import Plan, measures_of
from scoring.domain.quotas import Immersed, Immersions


@dataclass(frozen=True, slots=True)
class Besides:
    """`measures` are the register's entries of all kinds that the plan names, as they are locked, by kind."""

    measures: tuple[Mapping[str, Any], ...] = ()
    immersions: Immersions = field(default_factory=lambda: MappingProxyType({}))


NOTHING_BESIDES = Besides()


def registered(plan: Plan, register: Mapping[str, RegisteredMeasure]) -> tuple[dict[str, Any], ...]:
    """The entries in force of what the plan names, each with what the measure is."""
    kinds = sorted({reference.kind for _, reference in measures_of(plan)})
    return tuple(_entry(register[kind]) for kind in kinds)


def to_document(plan: Plan, besides: Besides) -> dict[str, Any]:
    """What of it stands in a snapshot: nothing under the first rules."""
    if plan.rules == 1:
        return {}
    return {
        "measures": list(besides.measures),
        "immersions": {
            name: [{"id": str(one.id), "day": one.day.isoformat(), "channel": one.channel} for one in counted]
            for name, counted in besides.immersions.items()
        },
    }


def from_document(document: Mapping[str, Any]) -> Besides:
    """What a snapshot says of it."""
    return Besides(
        tuple(document.get("measures", ())),
        {
            name: tuple(
                Immersed(UUID(one["id"]), date.fromisoformat(one["day"]), one["channel"]) for one in counted
            )
            for name, counted in document.get("immersions", {}).items()
        },
    )


def _entry(entry: RegisteredMeasure) -> dict[str, Any]:
    measure = MEASURES[entry.key]
    return {
        "key": entry.key,
        "version": entry.version,
        "owner": entry.owner,
        "purpose": str(entry.purpose),
        "counter_measure": entry.counter_measure,
        "review_date": entry.review_date.isoformat() if entry.review_date else None,
        "title": measure.title,
        "definition": measure.definition,
        "unit": str(measure.unit),
        "direction": str(measure.direction),
        "counted": measure.counted,
    }
