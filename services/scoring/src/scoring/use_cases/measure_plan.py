"""Measure everything that a plan's scorecards refer to, from the facts as they are now."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from psycopg import Connection

from scoring.domain.besides import Besides, registered
from scoring.domain.estimates import SMALLEST_SHOWN, Estimate, Hidden, Measured
from scoring.domain.exclusions import Exclusion, tally_of
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.domain.outcomes import time_to
from scoring.domain.plan_measures import MeasureReference, Source
from scoring.domain.plan_rules import by_its_rules, counted
from scoring.domain.plans import Period, Plan
from scoring.domain.responses import Response
from scoring.domain.scorecards import Finding, references
from scoring.domain.selections import Selection
from scoring.domain.shares import share
from scoring.domain.snapshots import settled
from scoring.domain.survival import Fate, Waits, curve
from scoring.domain.tallies import ZERO, Tally
from scoring.domain.units import Unit
from scoring.store import (
    feedback,
    immersions,
    invitations,
    journey_figures,
    journeys,
    measures,
    responses,
    rollups,
)

_DAY = 86400.0


def measure_plan(
    connection: Connection,
    plan: Plan,
    as_of: datetime,
    exclusions: Iterable[Exclusion] = (),
    *,
    known_by: datetime | None = None,
) -> dict[MeasureReference, Finding]:
    """Every measure of the plan over its period, without answers whose exclusion is confirmed."""
    ids = [exclusion.response_id for exclusion in exclusions if exclusion.confirmed]
    while True:
        excluded = responses.find(connection, ids)
        found = _measure_all(connection, plan, as_of, list(excluded.values()), known_by)
        # Corrected meanwhile, an answer would be taken out of rollups that never had it as it was read.
        if responses.find(connection, ids) == excluded:
            return found


def _measure_all(
    connection: Connection,
    plan: Plan,
    as_of: datetime,
    excluded: Sequence[Response],
    known_by: datetime | None,
) -> dict[MeasureReference, Finding]:
    rated = {
        line.measure_for(person)
        for person in plan.people
        for line in plan.lines
        if plan.asks_response_rate(line)
    }
    found = {
        reference: measure(
            connection,
            reference,
            plan.period,
            as_of,
            excluded,
            with_response_rate=reference in rated,
            known_by=known_by,
        )
        for reference in references(plan)
    }
    return {reference: by_its_rules(plan, finding) for reference, finding in found.items()}


def find_besides(connection: Connection, plan: Plan, as_of: datetime) -> Besides:
    """The register of measures as it was in force then, and the immersions that were logged by then and count."""
    people = [person.name for person in plan.people] if plan.immersions else []
    days = plan.period.first_day, plan.period.last_day
    noted = immersions.noted(connection, people, *days, as_of) if people else []
    return Besides(registered(plan, measures.in_force(connection, as_of)), counted(plan, noted))


def measure(
    connection: Connection,
    reference: MeasureReference,
    period: Period,
    as_of: datetime,
    excluded: Iterable[Response] = (),
    *,
    with_response_rate: bool = False,
    known_by: datetime | None = None,
) -> Finding:
    """One measure over a period, with and without the answers that are excluded.

    Journeys and comments are looked at as of a moment: what happened after `known_by` (else after `as_of`) has not
    happened, and what was still open is decided at `as_of`.
    """
    if reference.measure.source is Source.JOURNEY:
        return _of_journey(connection, reference, period, as_of, known_by or as_of)
    selection = selection_of(reference, period)
    if reference.measure.source is Source.FEEDBACK:
        return _finding(reference, feedback.resolved_as_of(connection, selection, known_by or as_of))
    found = rollups.groups(connection, reference.kind, selection, ())
    tally = sum((group.tally for group in found if group.option == reference.option), ZERO)
    without, n = tally_of(reference, period, excluded)
    rate = _response_rate(connection, reference, selection) if with_response_rate else None
    return _finding(reference, tally, without, n, rate)


def selection_of(reference: MeasureReference, period: Period) -> Selection:
    """The answers or comments of a measure in this period."""
    asked = reference.measure.source is Source.ANSWERS
    return Selection(
        reference.slice,
        period.first_day,
        period.last_day,
        question=reference.question,
        kind=reference.survey_kind if asked else None,
        definition=reference.measure.definition if asked else None,
    )


def _finding(
    reference: MeasureReference,
    tally: Tally,
    excluded: Tally = ZERO,
    n_excluded: int = 0,
    response_rate: Measured | None = None,
    definition: str | None = None,
) -> Finding:
    estimate = settled(reference.estimate(tally - excluded))
    return Finding(
        estimate=estimate,
        counts=(tally - excluded)._asdict() if estimate.shown else {},
        definition=definition or reference.measure.definition,
        excluded=n_excluded,
        with_excluded=settled(reference.estimate(tally)),
        response_rate=settled(response_rate) if response_rate and response_rate.shown else None,
    )


def _response_rate(
    connection: Connection, reference: MeasureReference, selection: Selection
) -> Measured | None:
    """That of the invitations made in the period; of a language or an attribute there is none."""
    if reference.slice.language or reference.slice.attributes:
        return None
    found = invitations.groups(connection, selection, ())
    return share(sum(group.tally.top for group in found), sum(group.tally.n for group in found))


def _of_journey(
    connection: Connection, reference: MeasureReference, period: Period, as_of: datetime, known_by: datetime
) -> Finding:
    in_force = journeys.newest(connection, reference.slice.journey or "")
    if in_force is None:
        return Finding(Hidden(), definition=reference.measure.definition)
    cases = cases_of(reference, period)
    definition = f"{reference.measure.definition} of {in_force.journey.key} version {in_force.version}"
    if reference.milestone is not None:
        return _of_waits(connection, reference, cases, as_of, known_by, definition)
    successes, n = _counts(connection, reference.kind, in_force.journey, cases, as_of, known_by)
    tally = Tally(n, low=n - successes, top=successes, total=successes, total_squares=successes)
    return _finding(reference, tally, definition=definition)


def cases_of(reference: MeasureReference, period: Period) -> CaseSelection:
    """The cases of a journey's measure that began in this period."""
    chosen = reference.slice
    return CaseSelection(
        chosen.journey or "", period.first_day, period.last_day, chosen.segment, chosen.channel
    )


def _counts(
    connection: Connection,
    kind: str,
    journey: Journey,
    cases: CaseSelection,
    as_of: datetime,
    known_by: datetime,
) -> tuple[int, int]:
    """How many of how many."""
    if kind == "fcr":
        window = timedelta(days=journey.contact_window_days)
        contacts = journey_figures.contacts(connection, cases, as_of, window).get(cases.place, [])
        return sum(one.alone for one in contacts), sum(one.n for one in contacts)
    if kind == "journey_success":
        everywhere = journey_figures.states(connection, cases, as_of, known_by)
        states = [one for one in everywhere.get(cases.place, []) if one.state != "open"]
        return sum(one.cases for one in states if one.state == "success"), sum(one.cases for one in states)
    found = journey_figures.shares(connection, cases, as_of, known_by)
    (shares,) = found.get(cases.place, [journey_figures.Shares()])
    return {
        "setup_success": (shares.installs_in_the_end, shares.installs),
        "setup_at_once": (shares.installs_at_once, shares.installs),
        "complaints_given_up": (shares.complaints_given_up, shares.complaints_begun),
    }[kind]


def _of_waits(
    connection: Connection,
    reference: MeasureReference,
    cases: CaseSelection,
    as_of: datetime,
    known_by: datetime,
    definition: str,
) -> Finding:
    milestone = reference.milestone or ""
    groups = journey_figures.waits(connection, cases, as_of, [milestone], known_by=known_by)
    waits = Waits.joined(list(groups.get(milestone, {}).values()))
    estimate = settled(_median(waits) if reference.days is None else _within(waits, reference.days))
    counts = {
        "n": waits.n,
        "reached": waits.count(Fate.REACHED),
        "left": waits.count(Fate.LEFT),
        "waiting": waits.count(Fate.CENSORED),
    }
    return Finding(estimate, counts if estimate.shown else {}, definition, with_excluded=estimate)


def _median(waits: Waits) -> Measured:
    """Hidden until half have got there. Without an upper bound, the longest that anybody was observed stands for it."""
    found = time_to(waits)
    if isinstance(found, Hidden) or found.median is None:
        return Hidden()
    longest = float(waits.durations.max()) / _DAY
    low = found.median if found.median_low is None else found.median_low
    high = longest if found.median_high is None else found.median_high
    return _estimate(found.median, low, high, waits, Unit.DAYS, found.method)


def _within(waits: Waits, days: int) -> Measured:
    """Hidden when nobody was observed that long. An interval without bounds is all that is possible."""
    if waits.n < SMALLEST_SHOWN:
        return Hidden()
    found = curve(waits)
    point = found.at(days * _DAY)
    if point is None:
        return Hidden()
    low, high = (0.0, 1.0) if point.low is None or point.high is None else (point.low, point.high)
    return _estimate(point.value, low, high, waits, Unit.SHARE, found.method)


def _estimate(value: float, low: float, high: float, waits: Waits, unit: Unit, method: str) -> Estimate:
    """A value that is no fraction of counts is kept to six decimals."""
    exact = Fraction(round(value * 10**6), 10**6)
    return Estimate(exact, low, high, waits.n, unit, method)
