"""Measure a journey: what cases really did, and what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain import journey_views, scales
from scoring.domain.alarms import Alarm, Complaints, faster_but_worse, green_but_red, quieter_but_given_up
from scoring.domain.conformance import conformance
from scoring.domain.estimates import Hidden, Measured
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journey_views import Deviations, Graph, Handoff, StageLeft, Ways
from scoring.domain.journeys import Journey
from scoring.domain.levels import Consistency, TouchpointScore, by_definition, consistency, service, together
from scoring.domain.outcomes import Compared, TimeTo, compare, time_to
from scoring.domain.scales import Statistic
from scoring.domain.scores import Score, scores
from scoring.domain.selections import Selection
from scoring.domain.shares import share
from scoring.domain.slices import Slice
from scoring.domain.survival import Waits
from scoring.domain.tallies import Tally
from scoring.domain.variants import medians
from scoring.store import journey_figures as figures
from scoring.store.journey_figures import Contacts, State
from scoring.use_cases import choose_parts
from scoring.use_cases.choose_cases import hidden_groups
from scoring.use_cases.measure_scores import measure_scores

_SATISFACTION = ("csat", "ces")


@dataclass(frozen=True)
class Handoffs:
    """Each hand-off, and the scores of what was answered after it."""

    handoffs: list[Handoff]
    scores: Mapping[tuple[str, str], list[Score]]


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


@dataclass(frozen=True)
class Levels:
    """Service, experience and excellence, and the alarms that ring."""

    service: Mapping[str, Measured]
    touchpoints: list[TouchpointScore]
    experience: Mapping[str, Measured]
    consistency: Mapping[str, Consistency | None]
    alarms: list[Alarm]
    not_watched: Mapping[str, str]


def measure_states(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[State] | None:
    """How many cases are where; None when too few to tell."""
    return choose_parts.choose_states(connection, selection, as_of) or None


def measure_graph(connection: Connection, selection: CaseSelection) -> Graph | Hidden:
    """The directly-follows graph with median times."""
    found = figures.timed_variants(connection, selection)
    ways = [item.variant for item in found]
    return journey_views.graph(ways, medians(found), choose_parts.choose_edges(connection, selection, ways))


def measure_ways(connection: Connection, selection: CaseSelection, most: int) -> Ways | Hidden:
    """The most frequent paths, rework, and switches of channel."""
    found, hidden = choose_parts.choose_ways(connection, selection)
    channels, hidden_switches = choose_parts.choose_channels(connection, selection)
    return journey_views.ways(found, channels, most, hidden=hidden, hidden_switches=hidden_switches)


def measure_conformance(
    connection: Connection, journey: Journey, selection: CaseSelection, as_of: datetime
) -> Deviations | Hidden:
    """How far cases that are over went the designed way."""
    if selection.place and not choose_parts.choose_ended(connection, selection, as_of)[1]:
        return Hidden()
    return journey_views.deviations(
        conformance(journey, figures.ended_variants(connection, selection, as_of))
    )


def measure_handoffs(connection: Connection, selection: CaseSelection, as_of: datetime) -> Handoffs:
    """Hand-offs, lost ones, and what customers said afterwards."""
    owners = figures.timed_owner_variants(connection, selection)
    ways = [item.variant for item in owners]
    lost, hidden = choose_parts.choose_handoffs(connection, selection, as_of, ways)
    found = journey_views.handoffs(ways, medians(owners), lost, hidden)
    values: dict[tuple[str, str], dict[str, list[int]]] = {}
    for answer in choose_parts.choose_answers_after(connection, selection):
        of_handoff = values.setdefault((answer.source, answer.target), {})
        of_handoff.setdefault(answer.definition, []).extend([answer.value] * answer.n)
    return Handoffs(found, {place: _scores(given) for place, given in values.items()})


def measure_stages(
    connection: Connection, journey: Journey, selection: CaseSelection, as_of: datetime
) -> dict[str, StageLeft | Hidden]:
    """Where cases get stuck or give up."""
    hidden = choose_parts.choose_stages(connection, selection)
    waits = figures.stage_waits(connection, selection, as_of)
    return journey_views.stages_left(
        journey, {stage: one for stage, one in waits.items() if stage not in hidden}
    )


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
        succeeded=_succeeded(connection, selection, as_of),
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


def measure_levels(
    connection: Connection,
    journey: Journey,
    before: CaseSelection,
    selection: CaseSelection,
    as_of: datetime,
) -> Levels:
    """Of the selected days; `before` are as many days before them, which alarms compare with."""
    touchpoints, whole = _satisfaction(connection, journey, selection)
    touched = service(touchpoints)
    experience = {"succeeded": _succeeded(connection, selection, as_of), **whole}
    alarms = [
        *green_but_red(journey.lines, touched, experience),
        *faster_but_worse(
            _success_waits(connection, before, as_of),
            _success_waits(connection, selection, as_of),
            _counters(connection, journey, before, selection, as_of, touchpoints),
        ),
    ]
    not_watched = {}
    if journey.complaint_page:
        alarms += quieter_but_given_up(
            _complaints(connection, before, as_of), _complaints(connection, selection, as_of)
        )
    else:
        not_watched["quieter_but_given_up"] = (
            "The design does not say which touchpoints begin and send a complaint."
        )
    even = {name: consistency(scored) for name, scored in by_definition(touchpoints).items()}
    return Levels(touched, touchpoints, experience, even, alarms, not_watched)


def _succeeded(connection: Connection, selection: CaseSelection, as_of: datetime) -> Measured:
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


def _scores(given: Mapping[str, list[int]]) -> list[Score]:
    found = [(scales.of(definition), values) for definition, values in sorted(given.items())]
    return [scores(scale, Tally.of(values, scale))[0] for scale, values in found]


def _satisfaction(
    connection: Connection, journey: Journey, selection: CaseSelection
) -> tuple[list[TouchpointScore], dict[str, Measured]]:
    """Satisfied and easy answers about each touchpoint, and about the whole by the survey that asked."""
    if selection.hidden:
        return [], {}
    touchpoints: list[TouchpointScore] = []
    whole: dict[str, Measured] = {}
    slice_ = Slice(journey=selection.journey, channel=selection.channel, segment=selection.segment)
    asked = Selection(slice_, selection.first_day, selection.last_day)
    for measure in _SATISFACTION:
        for item in measure_scores(connection, measure, asked, ("survey", "stage")).items:
            survey, stage = str(item.slice["survey"]), str(item.slice["stage"] or "")
            shares = [one.estimate for one in item.scores if one.statistic is Statistic.TOP_SHARE]
            for estimate in shares:
                if not estimate.shown:
                    continue
                if survey in journey.surveys:
                    whole[" ".join(part for part in (survey, item.scale.version, stage) if part)] = estimate
                elif item.kind == "transactional":
                    satisfied = round(estimate.exact * estimate.n)
                    touchpoints.append(
                        TouchpointScore(item.scale.version, survey, stage, satisfied, estimate.n)
                    )
    return touchpoints, whole


def _success_waits(connection: Connection, selection: CaseSelection, as_of: datetime) -> Waits:
    groups = figures.waits(connection, selection, as_of, ["success"]).get("success", {})
    return Waits.joined(list(groups.values()))


def _counters(
    connection: Connection,
    journey: Journey,
    before: CaseSelection,
    after: CaseSelection,
    as_of: datetime,
    touchpoints: list[TouchpointScore],
) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """What must not get worse when cases get faster, in both periods."""
    window = timedelta(days=journey.contact_window_days)
    seen = [
        choose_parts.choose_contacts(connection, period, as_of, window).whole for period in (before, after)
    ]
    told = [choose_parts.choose_said(connection, period) for period in (before, after)]
    scored = by_definition(touchpoints)
    earlier = by_definition(_satisfaction(connection, journey, before)[0])
    pairs: dict[str, list[tuple[int, int]]] = {
        "resolved_at_once_seen": [(one.alone, one.n) if one else (0, 0) for one in seen],
        "resolved_at_once_said": [(one.solved_at_once, one.asked) for one in told],
    }
    for definition in scored.keys() & earlier.keys():
        pairs[f"satisfied {definition}"] = [together(earlier[definition]), together(scored[definition])]
    return {name: (first, second) for name, (first, second) in pairs.items()}


def _complaints(connection: Connection, selection: CaseSelection, as_of: datetime) -> Complaints:
    found = choose_parts.choose_shares(connection, selection, as_of)
    return Complaints(found.complaints_sent, found.complaints_begun, found.complaints_given_up)
