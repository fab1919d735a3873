"""What goes with a score: how R² is shared out among factors. An association, never a cause.

Sources: R. H. Lindeman, P. F. Merenda and R. Z. Gold, "Introduction to Bivariate and Multivariate Analysis", Scott,
Foresman 1980, page 119 (the shares, which are the Shapley values of R²); U. Grömping, "Relative importance for linear
regression in R: the package relaimpo", Journal of Statistical Software 17 (2006) 1; B. Efron and R. J. Tibshirani, "An
Introduction to the Bootstrap", Chapman and Hall 1993, chapter 13 (percentile intervals of whole answers drawn again).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import NDArray

from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN
from scoring.domain.factors import Gap

MOST_FACTORS = 15
LEAST_ANSWERS = 30
ANSWERS_A_FACTOR = 10
DRAWS = 500
# From here on a factor is so much like the others that its share says little.
COLLINEAR_FROM = 5.0

# Of a correlation matrix: what is left of a factor's variance below this is rounding.
_NOTHING = 1e-10

Numbers = NDArray[np.float64]


class Warned(StrEnum):
    """What to know before one looks at a share."""

    CONSTANT = "constant"
    COLLINEAR = "collinear"
    SIGN_FLIP = "sign flip"


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with the middle 95 % of what the draws gave."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Driver:
    """One factor's part.

    `contribution` is its part of R², `importance` the same as a share of R². `coefficient` is that of the regression on
    all factors, everything standardised. `vif` is None where the other factors tell this one exactly. `priority` is
    importance × gap × volume; None for what can't be better or worse, and so has no gap, and for what does not vary.
    """

    contribution: float
    importance: Interval
    correlation: float
    coefficient: float
    vif: float | None
    gap: Gap | None
    priority: float | None
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class Drivers:
    """R² of all factors together, and each one's part in their order."""

    n: int
    r_squared: Interval
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer answers than it takes; like Hidden it does not say how many."""

    needed: int


def answers_needed(factors: int) -> int:
    """Ten for each factor and thirty at least: with fewer, R² is mostly chance."""
    return max(LEAST_ANSWERS, ANSWERS_A_FACTOR * factors)


def drivers(values: Numbers, score: Numbers, gaps: Sequence[Gap | None], seed: int) -> Drivers | TooFew:
    """What of `score` (n) goes with each column of `values` (n × factors, 1 to MOST_FACTORS).

    `seed` decides which answers are drawn: the same seed gives the same intervals.
    """
    n, factors = values.shape
    if n < answers_needed(factors):
        return TooFew(answers_needed(factors))
    # Centred and scaled first: of large numbers that lie close together, squares would lose the difference.
    table = _standardised(np.column_stack([values, score]))
    correlations = _correlations(_moments(table, None))
    shares = lmg(correlations)
    drawn = _drawn(table, seed)
    drawn_shares = np.array([lmg(one) for one in drawn])
    coefficients = _coefficients(correlations)
    flips = _flips(correlations, coefficients, drawn)
    vifs = [_vif(correlations, place) for place in range(factors)]
    importances = _part(shares)
    intervals = _intervals(importances, np.array([_part(one) for one in drawn_shares]))
    return Drivers(
        n,
        _intervals(shares.sum(keepdims=True), drawn_shares.sum(axis=1, keepdims=True))[0],
        tuple(
            Driver(
                contribution=float(shares[place]),
                importance=intervals[place],
                correlation=float(correlations[place, -1]),
                coefficient=float(coefficients[place]),
                vif=vifs[place],
                gap=gap,
                priority=float(importances[place]) * gap.size * gap.volume if gap else None,
                warnings=_warnings(correlations[place, place], vifs[place], flips=bool(flips[place])),
            )
            for place, gap in enumerate(
                gap if correlations[place, place] else None for place, gap in enumerate(gaps)
            )
        ),
    )


def lmg(correlations: Numbers) -> Numbers:
    """Each factor's part of R²: what it adds to it, averaged over all orders in which factors can come.

    `correlations` is the matrix of factors and, last, score. A constant has a row and column of 0.
    """
    return _weights(len(correlations) - 1) @ _explained(correlations)


def _explained(correlations: Numbers) -> Numbers:
    """R² of each of the 2^p subsets; factor k is in the subsets whose number has bit k.

    Factor after factor, all matrices so far are kept as they are and also swept by it. What was swept is needed no
    more, so as they double they shrink; they are symmetric, so the half above the diagonal will do.
    """
    matrices = correlations[:, :, np.newaxis]
    total = correlations[-1, -1]
    while len(matrices) > 1:
        pivot, row, rest = matrices[0, 0], matrices[0, 1:], matrices[1:, 1:]
        scale = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > _NOTHING)
        scaled, kept = row * scale, len(pivot)
        matrices = np.empty((*rest.shape[:2], 2 * kept))
        matrices[:, :, :kept] = rest
        for place in range(len(rest)):
            swept = matrices[place, place:, kept:]
            np.subtract(rest[place, place:], row[place:] * scaled[place], out=swept)
    explained: Numbers = total - matrices[0, 0]
    return explained


@lru_cache(maxsize=2)
def _weights(factors: int) -> Numbers:
    """What R² of each subset S counts: (|S| − 1)! (p − |S|)! / p! with a factor, −|S|! (p − |S| − 1)! / p! without."""
    has = (np.arange(2**factors) >> np.arange(factors)[:, np.newaxis]) & 1
    sizes = has.sum(axis=0)
    each = [1 / (factors * comb(factors - 1, size)) for size in range(factors)]
    weights: Numbers = np.where(has, np.array([0.0, *each])[sizes], -np.array([*each, 0.0])[sizes])
    return weights


def _standardised(table: Numbers) -> Numbers:
    constant = np.array([_is_constant(column) for column in table.T])
    spread = np.where(constant, 1.0, table.std(axis=0))
    return np.where(constant, 0.0, (table - table.mean(axis=0)) / spread)


def _is_constant(column: Numbers) -> bool:
    """So is what differs in fewer than SMALLEST_SHOWN answers: it would tell what these few said."""
    most_common = np.unique(column, return_counts=True)[1].max()
    return bool(most_common > len(column) - SMALLEST_SHOWN)


def _moments(table: Numbers, times: Numbers | None) -> Numbers:
    """The covariances of a table of which each row counts so many times."""
    n = len(table)
    weighted = table if times is None else table * times[:, np.newaxis]
    means = weighted.sum(axis=0) / n
    covariances: Numbers = table.T @ weighted / n - np.outer(means, means)
    return covariances


def _correlations(covariances: Numbers) -> Numbers:
    """What does not vary has a correlation of 0 with everything, itself included."""
    variances = np.diag(covariances)
    varies = variances > _NOTHING
    scale = np.divide(
        1.0,
        np.sqrt(variances, where=varies, out=np.ones_like(variances)),
        where=varies,
        out=np.zeros_like(variances),
    )
    correlations: Numbers = covariances * np.outer(scale, scale)
    return correlations


def _drawn(table: Numbers, seed: int) -> list[Numbers]:
    """The correlations of answers drawn again, as many as there are, DRAWS times."""
    generator, n = np.random.default_rng(seed), len(table)
    return [
        _correlations(
            _moments(table, np.bincount(generator.integers(n, size=n), minlength=n).astype(np.float64))
        )
        for _ in range(DRAWS)
    ]


def _coefficients(correlations: Numbers) -> Numbers:
    """Standardised; of factors that tell each other exactly, the smallest that fit."""
    inverse = np.linalg.pinv(correlations[:-1, :-1], hermitian=True)
    coefficients: Numbers = inverse @ correlations[:-1, -1]
    return coefficients


def _flips(correlations: Numbers, coefficients: Numbers, drawn: Sequence[Numbers]) -> NDArray[np.bool_]:
    """Where the coefficient is on the other side of 0 than the correlation, and not by chance: its interval is too."""
    low, high = _bounds(np.array([_coefficients(one) for one in drawn]))
    alone = correlations[:-1, -1]
    certain = (low > 0) | (high < 0)
    return certain & (alone * coefficients < 0)


def _vif(correlations: Numbers, place: int) -> float | None:
    """1 / (1 − R²) of this factor on the others: 1 when they say nothing of it. None when they tell it exactly."""
    others = [other for other in range(len(correlations) - 1) if other != place]
    if not others or correlations[place, place] == 0:
        return 1.0
    inverse = np.linalg.pinv(correlations[np.ix_(others, others)], hermitian=True)
    between = correlations[others, place]
    left = float(1 - between @ inverse @ between)
    return 1 / left if left > _NOTHING else None


def _warnings(variance: float, vif: float | None, *, flips: bool) -> tuple[Warned, ...]:
    if variance == 0:
        return (Warned.CONSTANT,)
    collinear = vif is None or vif >= COLLINEAR_FROM
    return tuple(
        warning for warning, holds in ((Warned.COLLINEAR, collinear), (Warned.SIGN_FLIP, flips)) if holds
    )


def _part(shares: Numbers) -> Numbers:
    """Of R², which may be 0."""
    total = shares.sum()
    return shares / total if total > _NOTHING else np.zeros_like(shares)


def _intervals(values: Numbers, drawn: Numbers) -> list[Interval]:
    low, high = _bounds(drawn)
    return [
        Interval(float(value), float(least), float(most))
        for value, least, most in zip(values, low, high, strict=True)
    ]


def _bounds(drawn: Numbers) -> tuple[Numbers, Numbers]:
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    return low, high
