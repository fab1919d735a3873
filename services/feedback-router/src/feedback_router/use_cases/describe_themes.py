"""Describe themes by their newest comments: where their middle is, and what they are called."""

from uuid import UUID

from psycopg import Connection

from feedback_router.domain.themes import DESCRIBED_BY
from feedback_router.store import grouping, themes
from feedback_router.store.themes import Description
from feedback_router.text import theme_names, theme_vectors
from feedback_router.text.grouping import middle
from feedback_router.text.pipeline import Pipeline
from feedback_router.text.theme_names import Others, Said
from feedback_router.use_cases.read_for_themes import space_of, vectors_of

_AT_ONCE = 20
_OTHERS = 1000


def describe_stale(connection: Connection, pipeline: Pipeline) -> None:
    """Some of those whose description is old; whoever calls this has the lock of themes."""
    if ids := themes.stale(connection, space_of(pipeline).name, _AT_ONCE):
        others = Others(Said(*one) for one in grouping.newest_texts(connection, _OTHERS))
        for theme_id in ids:
            _describe(connection, theme_id, others, pipeline)


def _describe(connection: Connection, theme_id: UUID, others: Others, pipeline: Pipeline) -> None:
    space = space_of(pipeline).name
    members = grouping.members(connection, theme_id, DESCRIBED_BY)
    if not members:
        themes.describe(connection, theme_id, Description(space, None, {}, ""))
        return
    vectors = vectors_of(members, pipeline)
    grouping.keep_vectors(
        connection,
        space,
        {
            one.id: theme_vectors.packed(vector)
            for one, vector in zip(members, vectors, strict=True)
            if one.space != space
        },
    )
    said = [Said(one.text, one.language) for one in members]
    found = theme_names.phrases_by_language(said, others)
    middle_of = theme_vectors.packed(middle(vectors))
    themes.describe(connection, theme_id, Description(space, middle_of, found, theme_names.name_of(found)))
