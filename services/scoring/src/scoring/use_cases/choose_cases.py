"""Choose the cases that figures of a journey are made of: here it is decided what is hidden, for all figures alike."""

from collections.abc import Iterable

from psycopg import Connection

from scoring.domain import journey_selections
from scoring.domain.journey_selections import CaseSelection, protected
from scoring.store import journey_figures


def choose_cases(connection: Connection, selection: CaseSelection) -> CaseSelection:
    """The selection, hidden if the sizes of all channels and segments say so; all cases are never a part of more."""
    if selection.channel is None and selection.segment is None:
        return selection
    return protected(selection, journey_figures.sizes(connection, selection))


def hidden_groups(
    connection: Connection, selection: CaseSelection, by: str, groups: Iterable[str]
) -> set[str]:
    """Those of the groups `by` channel or segment that are hidden, as they are when they are chosen."""
    return journey_selections.hidden_groups(
        selection, by, groups, journey_figures.sizes(connection, selection)
    )
