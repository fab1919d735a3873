"""Measure a journey: the ways that cases really went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from scoring.domain import journey_views, scales
from scoring.domain.conformance import conformance
from scoring.domain.estimates import Hidden
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journey_views import Deviations, Graph, Handoff, StageLeft, Ways
from scoring.domain.journeys import Journey
from scoring.domain.scores import Score, scores
from scoring.domain.tallies import Tally
from scoring.domain.variants import medians
from scoring.store import journey_figures as figures
from scoring.store.journey_figures import State
from scoring.use_cases import choose_parts


@dataclass(frozen=True)
class Handoffs:
    """Each hand-off, and the scores of what was answered after it."""

    handoffs: list[Handoff]
    scores: Mapping[tuple[str, str], list[Score]]


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


def _scores(given: Mapping[str, list[int]]) -> list[Score]:
    found = [(scales.of(definition), values) for definition, values in sorted(given.items())]
    return [scores(scale, Tally.of(values, scale))[0] for scale, values in found]
