"""Measure what came of a journey's cases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain.estimates import Hidden, Measured
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.domain.outcomes import Compared, TimeTo, compare, time_to
from scoring.domain.shares import share
from scoring.domain.survival import Waits
from scoring.store import journey_figures as figures
from scoring.store.journey_figures import Contacts
from scoring.use_cases import choose_parts
from scoring.use_cases.choose_cases import hidden_groups


@dataclass(frozen=True)
class Resolution:
    """First-contact resolution both ways. `window_days` and n say what is counted; `too_young` contacts are not yet.

    They are None where what is seen is hidden.
    """

    said: Measured
    seen: Measured
    seen_by_intent: Mapping[str, Measured]
    window_days: int
    too_young: int | None


@dataclass(frozen=True)
class Outcomes:
    """What came of the journey. What the design does not tell how to see is missing, not zero."""

    succeeded: Measured
    times: Mapping[str, TimeTo | Hidden]
    groups: Mapping[str, Mapping[str, TimeTo | Hidden]]
    compared: Mapping[str, list[Compared]]
    resolution: Resolution | None
    repeated: Measured
    lookups_found: Measured | None
    installs: Mapping[str, Measured] | None
    first_month: Mapping[str, Measured] | None
    promises: Mapping[str, Measured]
    complaints_given_up: Measured | None


def measure_outcomes(
    connection: Connection, journey: Journey, selection: CaseSelection, as_of: datetime, by: str | None
) -> Outcomes:
    """What came of it; `by` compares segments or channels."""
    milestones = [
        "success",
        *(name for name in ("revenue", "first_value", "setup") if getattr(journey.outcome, name)),
    ]
    waits = figures.waits(connection, selection, as_of, milestones)
    grouped = figures.waits(connection, selection, as_of, milestones, by) if by else {}
    names = {group or "" for groups in grouped.values() for group in groups}
    hidden = hidden_groups(connection, selection, by, names) if by else set[str]()
    told = {milestone: _told(groups, hidden) for milestone, groups in grouped.items()}
    found = choose_parts.choose_shares(connection, selection, as_of)
    said = choose_parts.choose_said(connection, selection)
    page = journey.complaint_page
    return Outcomes(
        succeeded=measure_success(connection, selection, as_of),
        times={
            name: time_to(waits[name][None]) if name in waits else Hidden() for name in sorted(milestones)
        },
        groups={
            name: {group: time_to(one) for group, one in groups.items()} for name, groups in told.items()
        },
        compared={name: compare(groups) for name, groups in told.items()},
        resolution=_resolution(connection, journey, selection, as_of, share(said.solved_at_once, said.asked)),
        repeated=share(said.repeated, said.asked_whether_repeated),
        lookups_found=(
            _of(found.lookups_found, found.lookups_needed, found.cases_with_lookups)
            if found.lookups_needed
            else None
        ),
        installs=(
            {
                "at_once": share(found.installs_at_once, found.installs),
                "in_the_end": share(found.installs_in_the_end, found.installs),
            }
            if journey.outcome.setup
            else None
        ),
        first_month=(
            {
                "followed_up": share(found.months_followed_up, found.months),
                "with_issues": share(found.months_with_issues, found.months),
                "set_up": share(found.months_set_up, found.months),
            }
            if journey.first_month
            else None
        ),
        promises={
            one.promise: share(one.kept, one.due)
            for one in choose_parts.choose_promises(connection, selection, as_of)
        },
        complaints_given_up=share(found.complaints_given_up, found.complaints_begun) if page else None,
    )


def measure_success(connection: Connection, selection: CaseSelection, as_of: datetime) -> Measured:
    """How many of the cases that are over reached what the customer wanted."""
    return share(*choose_parts.choose_ended(connection, selection, as_of))


def _told(groups: Mapping[str | None, Waits], hidden: Collection[str]) -> dict[str, Waits]:
    return {group or "": waits for group, waits in groups.items() if (group or "") not in hidden}


def _resolution(
    connection: Connection, journey: Journey, selection: CaseSelection, as_of: datetime, said: Measured
) -> Resolution | None:
    if not journey.contacts:
        return None
    window = timedelta(days=journey.contact_window_days)
    found = choose_parts.choose_contacts(connection, selection, as_of, window)
    seen = _alone(found.whole)
    return Resolution(
        said=said,
        seen=seen,
        seen_by_intent={one.intent: _alone(one) for one in found.by_intent},
        window_days=journey.contact_window_days,
        too_young=found.whole.too_young if found.whole and seen.shown else None,
    )


def _alone(found: Contacts | None) -> Measured:
    return share(found.alone, found.n) if found else Hidden()


def _of(successes: int, n: int, cases: int) -> Measured:
    """A share of things of which one case can have several: hidden when there are too few cases."""
    return share(successes, n) if share(0, cases).shown else Hidden()
