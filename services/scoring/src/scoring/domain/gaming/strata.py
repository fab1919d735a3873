"""One unit against all others, like with like: two-by-two tables in strata, tested together.

Within a stratum (the same survey, the same first answer) the hits are dealt out at random if it makes no difference
whose customer somebody is. Then the unit's hits are hypergeometric in each stratum, and their sum has the exact
conditional distribution of N. Mantel and W. Haenszel, "Statistical aspects of the analysis of data from retrospective
studies of disease", Journal of the National Cancer Institute 22 (1959) 719-748; with one stratum it is Fisher's exact
test. A unit that only has more of the surveys in which everybody's hits are many is not told from the others.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import hypergeom

# Above it the sum is as good as normal, and its distribution takes long to write down.
_EXACT_UP_TO = 3000


class Table(NamedTuple):
    """Hits of how many, in the unit and in all others."""

    hits: int
    n: int
    other_hits: int
    other_n: int

    @property
    def all_hits(self) -> int:
        return self.hits + self.other_hits

    @property
    def all_n(self) -> int:
        return self.n + self.other_n

    @property
    def expected(self) -> float:
        """The unit's hits if they are dealt out at random."""
        return self.n * self.all_hits / self.all_n

    @property
    def range(self) -> tuple[int, int]:
        """The fewest and the most hits that the unit can have had."""
        return max(0, self.all_hits - self.other_n), min(self.n, self.all_hits)

    @property
    def variance(self) -> float:
        """Of the unit's hits if they are dealt out at random."""
        n = self.all_n
        return self.n * self.other_n * self.all_hits * (n - self.all_hits) / (n**2 * (n - 1)) if n > 1 else 0


def upper_tail(tables: Sequence[Table]) -> float:
    """How often chance gives the unit as many hits or more."""
    observed = sum(table.hits for table in tables)
    if sum(high - low for low, high in (table.range for table in tables)) > _EXACT_UP_TO:
        return _normal_tail(tables, observed)
    distribution, lowest = np.ones(1), 0
    for table in tables:
        low, high = table.range
        counts = np.arange(low, high + 1)
        distribution = np.convolve(distribution, hypergeom.pmf(counts, table.all_n, table.all_hits, table.n))
        lowest += low
    return min(1.0, float(distribution[observed - lowest :].sum()))


def odds_ratio(tables: Sequence[Table]) -> float | None:
    """The common odds ratio of Mantel and Haenszel; None where all who could be hit were, or nobody else was."""
    above = sum(table.hits * (table.other_n - table.other_hits) / table.all_n for table in tables)
    below = sum((table.n - table.hits) * table.other_hits / table.all_n for table in tables)
    return above / below if below else None


def _normal_tail(tables: Sequence[Table], observed: int) -> float:
    """With the correction for continuity."""
    expected = sum(table.expected for table in tables)
    deviation = math.sqrt(sum(table.variance for table in tables))
    if not deviation:
        return 1.0
    return 0.5 * math.erfc((observed - 0.5 - expected) / deviation / math.sqrt(2))
