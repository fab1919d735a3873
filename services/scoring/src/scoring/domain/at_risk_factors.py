"""What of a journey may tell that a customer is unhappy: factors that follow from what had happened by a moment."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scoring.domain.cases import Case, cases_of
from scoring.domain.contacts import contacts_of
from scoring.domain.factors import Operational, Run, happened_before
from scoring.domain.journeys import Journey
from scoring.domain.touchpoints import Touchpoint

_SECONDS_A_DAY = 86400


class RiskFactor(StrEnum):
    """Counts but for the days, and for what is 1 where it holds. Of all these, less is better."""

    DAYS_OPEN = "days_open"
    HANDOFFS = "handoffs"
    CHANNEL_SWITCHES = "channel_switches"
    REPEATED_STAGES = "repeated_stages"
    SKIPPED_STAGES = "skipped_stages"
    REPEAT_CONTACTS = "repeat_contacts"
    MISSING_INFORMATION = "missing_information"
    FAILED_SETUPS = "failed_setups"
    BROKEN_PROMISES = "broken_promises"
    COMPLAINED = "complained"
    FIRST_MONTH_ISSUES = "first_month_issues"
    NOT_FOLLOWED_UP = "not_followed_up"


@dataclass(frozen=True, slots=True)
class History:
    """A customer's case as it was at a moment, in factors."""

    started_at: datetime
    segment: str | None
    factors: dict[RiskFactor, float]


def history(
    journey: Journey, complaints: Collection[str], touchpoints: Iterable[Touchpoint], moment: datetime
) -> History | None:
    """The case that a customer was in; None when there was none, or what happened belonged to it no longer.

    `complaints` are the types of touchpoint with which anybody complains, on whichever journey. Whatever came after the
    moment is thrown away before anything else is looked at, so no factor can know of it.
    """
    known = [touchpoint for touchpoint in touchpoints if touchpoint.at <= moment]
    cases = cases_of(journey, known)
    if not cases or cases[-1].watched_until < moment:
        return None
    case = cases[-1]
    since = [touchpoint for touchpoint in known if touchpoint.at >= case.started_at]
    return History(case.started_at, case.segment, _factors(journey, complaints, case, since, moment))


def complaint_types(journeys: Iterable[Journey]) -> frozenset[str]:
    """The types of touchpoint that these designs take for a complaint, begun or sent."""
    pages = [journey.complaint_page for journey in journeys if journey.complaint_page]
    return frozenset(kind for page in pages for kind in (*page.opened, *page.sent))


def _factors(
    journey: Journey,
    complaints: Collection[str],
    case: Case,
    since: Sequence[Touchpoint],
    moment: datetime,
) -> dict[RiskFactor, float]:
    until = min(moment, case.ended_at or case.closes_at)
    run = Run(case.started_at, case.path, case.gaps, case.channels, case.owners)
    before = happened_before(run, moment)
    seen = [stage.key for stage in journey.stages if stage.key in case.path]
    late = [p for p in case.promises if p.due_at < moment and (p.kept_at is None or p.kept_at > p.due_at)]
    contacts = [one for one in contacts_of(journey, since) if one.again_at]
    month = case.month
    return {
        RiskFactor.DAYS_OPEN: (until - case.started_at).total_seconds() / _SECONDS_A_DAY,
        RiskFactor.HANDOFFS: before[Operational.HANDOFFS],
        RiskFactor.CHANNEL_SWITCHES: before[Operational.CHANNEL_SWITCHES],
        RiskFactor.REPEATED_STAGES: sum(step in seen for step in case.path) - len(seen),
        RiskFactor.SKIPPED_STAGES: _skipped(journey, seen),
        RiskFactor.REPEAT_CONTACTS: len(contacts),
        RiskFactor.MISSING_INFORMATION: case.lookups_needed - case.lookups_found,
        RiskFactor.FAILED_SETUPS: sum(item.type in journey.outcome.setup_failed for item in since),
        RiskFactor.BROKEN_PROMISES: len(late),
        RiskFactor.COMPLAINED: any(item.type in complaints for item in since),
        RiskFactor.FIRST_MONTH_ISSUES: month.issues if month else 0,
        RiskFactor.NOT_FOLLOWED_UP: month is not None and not month.followed_up,
    }


def _skipped(journey: Journey, seen: Sequence[str]) -> int:
    """Stages that had to come before the furthest one that was reached, and did not."""
    if not seen:
        return 0
    keys = [stage.key for stage in journey.stages]
    passed = journey.stages[: keys.index(seen[-1])]
    return sum(not stage.optional and stage.key not in seen for stage in passed)
