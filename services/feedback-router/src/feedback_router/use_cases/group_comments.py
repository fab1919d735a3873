"""Put comments into themes as they come in: with what is nearly the same, else with what is about the same thing.

Safe to run twice and on many workers: one at a time decides, and what was grouped is not grouped again. What fits
nowhere is on its own, until others like it come (`find_themes`).
"""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.store import grouping, themes
from feedback_router.store.grouping import Grouped
from feedback_router.text import near_duplicates, theme_vectors
from feedback_router.text.grouping import nearest
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.describe_themes import describe_stale
from feedback_router.use_cases.read_for_themes import space_of, vectors_of
from feedback_router.use_cases.tell_of_placing import tell_of_placing
from feedback_router.use_cases.weigh_themes import weigh_themes
from shared.follower import Transaction

_BATCH = 500


def group_comments(read: Transaction, change: Transaction, pipeline: Pipeline, *, now: datetime) -> int:
    """A batch of them; how many there were. Themes whose description is old are described anew, too."""
    with read() as connection:
        waiting = grouping.to_group(connection, _BATCH)
    vectors = vectors_of(waiting, pipeline)
    bands = {one.id: near_duplicates.bands(one.text) for one in waiting}
    with change() as connection:
        if not themes.try_lock(connection):
            return 0
        describe_stale(connection, pipeline)
        # Who was erased or has said something else in the meantime is left to the next time.
        still = grouping.still_to_group(connection, list(bands))
        rows = [row for row, one in enumerate(waiting) if still.get(one.id) == one.text]
        batch = [waiting[row] for row in rows]
        if batch:
            packed = {
                one.id: theme_vectors.packed(vectors[row]) for one, row in zip(batch, rows, strict=True)
            }
            grouping.keep_vectors(connection, space_of(pipeline).name, packed, bands)
            _place(connection, batch, _nearest(connection, batch, packed, pipeline), bands, now)
    return len(batch)


def _nearest(
    connection: Connection, batch: list[Grouped], packed: dict[UUID, bytes], pipeline: Pipeline
) -> dict[UUID, UUID | None]:
    """For each the theme that is about the same thing, if there is one."""
    space = space_of(pipeline)
    known = themes.middles(connection, space.name)
    middles = theme_vectors.unpacked([kept for _, kept in known])
    found = nearest(theme_vectors.unpacked([packed[one.id] for one in batch]), middles, space)
    return {
        one.id: None if theme is None else known[theme][0] for one, theme in zip(batch, found, strict=True)
    }


def _place(
    connection: Connection,
    batch: list[Grouped],
    near: dict[UUID, UUID | None],
    bands: dict[UUID, list[int]],
    now: datetime,
) -> None:
    """What a person has placed stays; what is nearly the same as another comes to it, wherever people put that."""
    texts = {one.id: one.text for one in batch}
    copies = {
        found.id: found.theme_id
        for found in grouping.alike(connection, {one.id: bands[one.id] for one in batch})
        if near_duplicates.are_alike(texts[found.id], found.text)
    }
    places = {one.id: one.theme_id if one.themed_by else copies.get(one.id) or near[one.id] for one in batch}
    grouping.place(connection, places, now)
    tell_of_placing(connection, batch, places, now)
    # What says something else now was described by its old words: nothing of them may stay in a name.
    said_before = {one.theme_id for one in batch if one.theme_id}
    weigh_themes(connection, said_before, set(), stale=True)
    weigh_themes(connection, {theme for theme in places.values() if theme}, set(places))
