"""A linear model of teams, over n-grams and vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from feedback_router.text.routing.places import Places
from feedback_router.text.routing.rows import Rows
from feedback_router.text.shares import softmax

_STRENGTH = 100.0
_STRENGTH_WITH_WORDS = 20.0


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted linear model; a team that came later has no column yet and waits for its neighbours."""

    teams: tuple[str, ...]
    places: Places | None
    words: NDArray[np.float32] | None
    vectors: NDArray[np.float32] | None
    bias: NDArray[np.float64]

    def shares(self, rows: Rows, teams: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities (n × teams); zero for a team that it does not know."""
        scores = np.tile(self.bias, (len(rows), 1))
        if self.places is not None and self.words is not None:
            scores = scores + self.places.columns(rows.words) @ self.words
        if self.vectors is not None and rows.vectors is not None:
            scores = scores + rows.vectors @ self.vectors
        own = softmax(scores)
        shares = np.zeros((len(rows), len(teams)))
        for column, team in enumerate(self.teams):
            shares[:, teams.index(team)] = own[:, column]
        return shares


def fit(
    rows: Rows,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64],
    teams: Sequence[str],
    *,
    with_words: bool,
) -> Linear:
    """The model of rows, each with a weight and the number of its team, of which there are two or more.

    Rows without vectors must be fitted with their words.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    places = Places(_worthwhile(rows.words) if with_words else np.zeros(0, np.int64))
    blocks = [places.columns(rows.words)] if with_words else []
    blocks += [csr_matrix(rows.vectors)] if rows.vectors is not None else []
    strength = _STRENGTH_WITH_WORDS if with_words else _STRENGTH
    matrix = hstack(blocks, format="csr") if with_words else rows.vectors
    known = np.unique(labels)
    fitted = LogisticRegression(C=strength, max_iter=200).fit(matrix, np.searchsorted(known, labels), weights)
    coefficients, bias = fitted.coef_.T, fitted.intercept_
    if len(known) == 2:
        coefficients, bias = np.hstack([-coefficients, coefficients]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Linear(
        tuple(teams[label] for label in known),
        places if with_words else None,
        coefficients[: len(places)].astype(np.float32) if with_words else None,
        coefficients[len(places) :].astype(np.float32) if rows.vectors is not None else None,
        bias,
    )


def _worthwhile(words: csr_matrix) -> NDArray[np.int64]:
    """The places of at least two texts: what one text alone has teaches little and costs memory."""
    return np.flatnonzero(np.bincount(words.indices, minlength=words.shape[1]) >= 2)
