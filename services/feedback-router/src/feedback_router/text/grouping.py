"""Which comments are about the same thing: near a theme that is there, or near each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from feedback_router.text.theme_vectors import Space, unit

# A new theme so near to an old one is the old one.
_SAME = 0.1


def nearest(
    vectors: NDArray[np.float32], middles: NDArray[np.float32], space: Space, *, sure: bool = False
) -> list[int | None]:
    """For each vector the theme whose middle is nearest, None where none is near enough; `sure` asks for more."""
    if not len(middles) or not len(vectors):
        return [None] * len(vectors)
    likeness = vectors @ middles.T
    best = likeness.argmax(axis=1)
    enough = space.join + (_SAME if sure else 0.0)
    return [int(theme) if likeness[row, theme] >= enough else None for row, theme in enumerate(best)]


def gathered(vectors: NDArray[np.float32], space: Space) -> list[list[int]]:
    """Rows that belong together, two or more each: agglomerative clustering by complete linkage, so that the farthest
    two of a group are within reach of each other. The largest groups come first; rows without words are in none."""
    rows = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0.5)
    if len(rows) < 2:
        return []
    labels = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="complete", distance_threshold=space.reach
    ).fit_predict(vectors[rows])
    groups = [rows[labels == label].tolist() for label in np.flatnonzero(np.bincount(labels) > 1)]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def middle(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The middle of a theme's vectors, of length one."""
    mean: NDArray[np.float32] = unit(vectors.mean(axis=0, keepdims=True))[0]
    return mean


def middles_of(groups: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The middles of several."""
    return np.stack([middle(group) for group in groups])
