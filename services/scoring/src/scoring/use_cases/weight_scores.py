"""Weight a score to targets: weighting classes or raking, with the worst cases beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from psycopg import Connection

from scoring.domain import scales
from scoring.domain.breakdowns import Group
from scoring.domain.estimates import Hidden, Measured
from scoring.domain.scales import Scale
from scoring.domain.scores import headline
from scoring.domain.selections import Selection
from scoring.domain.tallies import ZERO, Tally
from scoring.domain.weighting import Bounds, Class, Weighted, class_weights, raked, weighted, worst_cases
from scoring.store import invitations
from scoring.use_cases.measure_scores import find_groups, refuse_unknown, shown_groups


@dataclass(frozen=True, slots=True)
class Targets:
    """How the customers are spread. Either the shares of each dimension's values, or of the classes of them all."""

    dimensions: tuple[str, ...]
    margins: tuple[Mapping[str, float], ...] = ()
    classes: Mapping[Class, float] | None = None


@dataclass(frozen=True, slots=True)
class WeightedScore:
    """One kind of survey on one scale: as it was answered, as it is weighted, and how wrong silence could make it."""

    kind: str | None
    scale: Scale
    unweighted: Measured
    weighted: Weighted
    bounds: Bounds | None


def weight_scores(
    connection: Connection, measure: str, selection: Selection, targets: Targets
) -> list[WeightedScore]:
    """One a kind of survey and definition.

    Raises UnknownDimensionError, MissingClassError where targets and answers are not of the same classes, and
    NotConvergedError where no weights meet the targets.
    """
    refuse_unknown(connection, measure, selection, targets.dimensions)
    groups = find_groups(connection, measure, selection, targets.dimensions)
    weighed_by = (
        [targets.dimensions] if targets.classes is not None else [(name,) for name in targets.dimensions]
    )
    hidden = set[tuple[str, str]]().union(
        *(_with_hidden(connection, measure, selection, by) for by in weighed_by)
    )
    too_few = _with_hidden(connection, measure, selection, ())
    asked = _asked(connection, selection)
    found = []
    for (kind, definition), members in groupby(sorted(groups, key=_meaning), key=_meaning):
        scale = scales.of(definition)
        tallies = {_class(group, targets.dimensions): group.tally for group in members}
        total = ZERO if (kind, definition) in too_few else sum(tallies.values(), start=ZERO)
        weighed = _weighted(scale, tallies, targets)
        # With other targets each time, a hidden class or value could be worked out.
        if (kind, definition) in hidden:
            weighed = replace(weighed, estimate=Hidden())
        found.append(
            WeightedScore(
                kind=kind or None,
                scale=scale,
                unweighted=headline(scale, total),
                weighted=weighed,
                bounds=worst_cases(scale, total, asked.get(kind, 0)),
            )
        )
    return found


def _with_hidden(
    connection: Connection, measure: str, selection: Selection, by: Sequence[str]
) -> set[tuple[str, str]]:
    """The kinds of survey and definitions of which a breakdown hides something."""
    return {
        _meaning(group) for group in shown_groups(connection, measure, selection, by) if not group.tally.n
    }


def _weighted(scale: Scale, tallies: Mapping[Class, Tally], targets: Targets) -> Weighted:
    sizes = {cell: tally.n for cell, tally in tallies.items()}
    if targets.classes is not None:
        return weighted(scale, tallies, class_weights(sizes, targets.classes))
    weights, rounds = raked(sizes, targets.margins)
    return weighted(scale, tallies, weights, rounds)


def _asked(connection: Connection, selection: Selection) -> dict[str, int]:
    """How many invitations were delivered by kind of survey; none for what no invitation states."""
    if selection.slice.language or selection.slice.attributes:
        return {}
    return {group.kind or "": group.tally.n for group in invitations.groups(connection, selection, ())}


def _class(group: Group, dimensions: Sequence[str]) -> Class:
    return tuple(str(group.slice[name] or "") for name in dimensions)


def _meaning(group: Group) -> tuple[str, str]:
    return group.kind or "", group.definition
