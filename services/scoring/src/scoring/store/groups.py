"""What rows of rollups say of their slices, when they are grouped by what was asked for."""

from collections.abc import Collection, Sequence
from typing import Any

from psycopg import Cursor

from scoring.domain.breakdowns import DIMENSIONS, PERIODS, SliceValues


def slices(cursor: Cursor[Any], rows: Sequence[tuple[Any, ...]], by: Collection[str]) -> list[SliceValues]:
    """The values that `by` names, of each of these rows of the cursor; what is not stated ("") becomes None.

    Each dimension has a column of its name, the period one that is called so, and declared attributes share one. They
    are looked for once and not in each row: a dashboard has a thousand.
    """
    place = {column.name: number for number, column in enumerate(cursor.description or ())}
    attributes = place.get("attributes", 0)  # those of whole months have none, and nobody asks them for any
    stated = [(name, _column(place, name)) for name in by]
    return [
        {name: (row[attributes][name] if number is None else row[number]) or None for name, number in stated}
        for row in rows
    ]


def _column(place: dict[str, int], name: str) -> int | None:
    if name in PERIODS:
        return place["period"]
    return place[name] if name in DIMENSIONS else None
