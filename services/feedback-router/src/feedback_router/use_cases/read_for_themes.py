"""Read comments so that they can be put beside each other: vectors that are kept are not worked out again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from feedback_router.domain.tone import as_sentences, calm
from feedback_router.store import grouping
from feedback_router.store.grouping import Grouped
from feedback_router.text import theme_vectors
from feedback_router.text.encoder import DIMENSIONS
from feedback_router.text.pipeline import Pipeline
from feedback_router.text.theme_vectors import COUNTED, ENCODED, Space


def space_of(pipeline: Pipeline) -> Space:
    """The space in which this pipeline puts comments beside each other."""
    return COUNTED if pipeline.encoder is None else ENCODED


def vectors_of(comments: Sequence[Grouped], pipeline: Pipeline) -> NDArray[np.float32]:
    """float32 (n, 512), in the pipeline's space; tone counts for nothing."""
    space = space_of(pipeline)
    out = np.zeros((len(comments), DIMENSIONS), np.float32)
    kept = [row for row, one in enumerate(comments) if one.space == space.name and one.vector is not None]
    if kept:
        out[kept] = theme_vectors.unpacked([comments[row].vector or b"" for row in kept])
    fresh = sorted(set(range(len(comments))) - set(kept))
    if fresh:
        texts = [calm(comments[row].text) for row in fresh]
        if pipeline.encoder is None:
            out[fresh] = theme_vectors.weighed(texts, pipeline.idf)
        else:
            out[fresh] = pipeline.encoder.encode([as_sentences(text) for text in texts])
    return out


def keep_vectors(connection: Connection, vectors: Mapping[UUID, NDArray[np.float32] | None]) -> None:
    """Keep what the encoder made of comments on the way; where it made nothing, nothing older may stand."""
    made = {one: theme_vectors.packed(vector) for one, vector in vectors.items() if vector is not None}
    grouping.keep_vectors(connection, ENCODED.name, made)
    grouping.drop_vectors(connection, [one for one in vectors if one not in made])
