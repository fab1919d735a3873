"""How a plan's rules have it measured: those that it was approved with hold, whatever has become better since.

By the third rules everything that is measured of the plan's period is measured as it was when that was closed. By the
first two, what happened until somebody looked counted too, though what was still open was decided as of the closing; a
mean of answers that are all alike had an interval without width; and an immersion that was logged twice counted twice.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from scoring.domain.estimates import Measured
from scoring.domain.immersions import Immersion, told_once
from scoring.domain.means import ALIKE
from scoring.domain.plans import Plan
from scoring.domain.quotas import Immersed, Immersions
from scoring.domain.scorecards import Finding

_AS_OF_THE_CLOSING = 3


def known_by(plan: Plan, closed_at: datetime, looked_at: datetime) -> datetime:
    """Until when what happened counts; a locked scorecard was looked at when it was locked."""
    return closed_at if plan.rules >= _AS_OF_THE_CLOSING else looked_at


def by_its_rules(plan: Plan, finding: Finding) -> Finding:
    """What was found, with the intervals that the plan's rules give."""
    if plan.rules >= _AS_OF_THE_CLOSING:
        return finding
    estimate, with_excluded = _without_width(finding.estimate), _without_width(finding.with_excluded)
    return replace(finding, estimate=estimate, with_excluded=with_excluded)


def counted(plan: Plan, noted: Iterable[Immersion]) -> Immersions:
    """By person, in the order of their days: the immersions that count."""
    counting = told_once(noted) if plan.rules >= _AS_OF_THE_CLOSING else noted
    found: dict[str, list[Immersed]] = {}
    for one in sorted(counting, key=lambda one: (one.person, one.day, one.id)):
        found.setdefault(one.person, []).append(Immersed(one.id, one.day, one.channel or ""))
    return {person: tuple(had) for person, had in found.items()}


def _without_width(measured: Measured) -> Measured:
    if not measured.shown or measured.method != ALIKE:
        return measured
    value = round(measured.value, 6)  # as a bound is kept
    return replace(measured, low=value, high=value, method="Student t")
