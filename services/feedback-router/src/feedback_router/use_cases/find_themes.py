"""Find themes among the comments that are on their own: those that are about the same thing make a new one, or come to
one that is there. What people have placed is left alone, and no comment leaves the theme that it is in."""

from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from feedback_router.domain.themes import Theme
from feedback_router.store import grouping, themes
from feedback_router.store.grouping import Grouped
from feedback_router.text import theme_vectors
from feedback_router.text.grouping import gathered, middles_of, nearest
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.describe_themes import describe_stale
from feedback_router.use_cases.read_for_themes import space_of, vectors_of
from feedback_router.use_cases.tell_of_placing import tell_of_placing
from feedback_router.use_cases.weigh_themes import weigh_themes
from shared.follower import Transaction
from shared.ids import new_id

# Every pair of them is compared: about a second, and 60 MB.
_AT_ONCE = 4000


def find_themes(read: Transaction, change: Transaction, pipeline: Pipeline, *, now: datetime) -> int:
    """How many groups were found. Nothing is done where nothing has come since the last time."""
    with read() as connection:
        newest, last = grouping.newest_on_its_own(connection), grouping.last_pass(connection)
        if newest is None or (last is not None and newest <= last):
            return 0
        lonely = grouping.on_its_own(connection, _AT_ONCE)
    vectors = vectors_of(lonely, pipeline)
    groups = gathered(vectors, space_of(pipeline))
    with change() as connection:
        themes.lock(connection)
        grouping.note_pass(connection, newest)
        # What another worker has placed meanwhile is placed.
        still = grouping.still_on_its_own(connection, [lonely[row].id for group in groups for row in group])
        left = [[row for row in group if lonely[row].id in still] for group in groups]
        _keep(connection, lonely, vectors, [group for group in left if len(group) > 1], pipeline, now)
    return len(groups)


def _keep(
    connection: Connection,
    lonely: list[Grouped],
    vectors: NDArray[np.float32],
    groups: list[list[int]],
    pipeline: Pipeline,
    now: datetime,
) -> None:
    if not groups:
        return
    space = space_of(pipeline)
    known = themes.middles(connection, space.name)
    middles = theme_vectors.unpacked([kept for _, kept in known])
    found = nearest(middles_of([vectors[group] for group in groups]), middles, space, sure=True)
    new = [Theme(new_id(), "", None, {}, 0, None, now) for near in found if near is None]
    themes.insert(connection, new, space.name)
    unused = iter(new)
    homes = [next(unused).id if near is None else known[near][0] for near in found]
    places: dict[UUID, UUID | None] = {
        lonely[row].id: home for group, home in zip(groups, homes, strict=True) for row in group
    }
    rows = [row for group in groups for row in group if lonely[row].space != space.name]
    grouping.keep_vectors(
        connection, space.name, {lonely[row].id: theme_vectors.packed(vectors[row]) for row in rows}
    )
    grouping.place(connection, places, now)
    tell_of_placing(connection, lonely, places, now)
    weigh_themes(connection, {theme for theme in places.values() if theme}, set(places), stale=True)
    describe_stale(connection, pipeline)
