"""The places that some texts say, out of all that there are."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from feedback_router.text.vocabulary import PLACES


class Places:
    """Some places, in ascending order, each with a column of its own."""

    def __init__(self, places: NDArray[np.int64]) -> None:
        self._count = len(places)
        # The column of every place there is: looked up in a twentieth of the time that a search takes.
        self._column = np.full(PLACES, -1, np.int32)
        self._column[places] = np.arange(len(places), dtype=np.int32)

    def __len__(self) -> int:
        return self._count

    def columns(self, words: csr_matrix) -> csr_matrix:
        """Of n-grams (n × PLACES) those at these places (n × as many)."""
        column = self._column.take(words.indices)
        known = np.flatnonzero(column >= 0)
        starts = np.searchsorted(known, words.indptr)
        return csr_matrix(
            (words.data.take(known), column.take(known), starts), shape=(words.shape[0], self._count)
        )
