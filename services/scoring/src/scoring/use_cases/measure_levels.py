"""Measure service, experience and excellence, and hear whether an alarm rings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain.alarms import Alarm, Complaints, faster_but_worse, green_but_red, quieter_but_given_up
from scoring.domain.estimates import Measured
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.domain.levels import Consistency, TouchpointScore, by_definition, consistency, service, together
from scoring.domain.scales import Statistic
from scoring.domain.selections import Selection
from scoring.domain.slices import Slice
from scoring.domain.survival import Waits
from scoring.store import journey_figures as figures
from scoring.use_cases import choose_parts
from scoring.use_cases.measure_outcomes import measure_success
from scoring.use_cases.measure_scores import measure_scores

_SATISFACTION = ("csat", "ces")


@dataclass(frozen=True)
class Levels:
    """Service, experience and excellence, and the alarms that ring."""

    service: Mapping[str, Measured]
    touchpoints: list[TouchpointScore]
    experience: Mapping[str, Measured]
    consistency: Mapping[str, Consistency | None]
    alarms: list[Alarm]
    not_watched: Mapping[str, str]


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
    experience = {"succeeded": measure_success(connection, selection, as_of), **whole}
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
