"""Weighting: what the score would be if those who answered were as the customers are.

Weights are one a class of answers, so tallies are enough. Sources: L. Kish, "Survey Sampling", Wiley 1965, section
11.7 (effective n); W. E. Deming and F. F. Stephan, "On a least squares adjustment of a sampled frequency table when the
expected marginal totals are known", Annals of Mathematical Statistics 11 (1940) 427-444 (raking); C. F. Manski,
"Nonparametric bounds on treatment effects", American Economic Review 80 (1990) 319-323 (worst cases).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN, Estimate, Hidden, Measured, Z
from scoring.domain.means import alike
from scoring.domain.nps import Answers
from scoring.domain.scales import Scale, Statistic
from scoring.domain.tallies import Tally

TOLERANCE = 1e-10
MOST_ROUNDS = 1000
# What weights leave of a variance of 0. Two answers of ten thousand that differ by 1 leave more.
_ROUNDING = 1e-9

Class = tuple[str, ...]
"""The value of each dimension, in the order in which they were named."""
Numbers = NDArray[np.float64]


class NotConvergedError(ArithmeticError):
    """Raking came to no end: no weights of these answers meet all targets."""


class MissingClassError(ValueError):
    """A target without answers, or answers without a target."""

    def __init__(self, dimension: int, value: str, *, answered: bool) -> None:
        super().__init__(value)
        self.dimension = dimension
        self.value = value
        self.answered = answered


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted score with what weighting costs; hidden where too few answers carry the weight."""

    estimate: Measured
    n: int
    effective_n: float
    rounds: int

    @property
    def design_effect(self) -> float:
        """How many times the variance of an equal weighting: n over effective n."""
        return self.n / self.effective_n


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the score lies whatever those would have said who did not answer."""

    low: float
    high: float
    asked: int
    answered: int


def class_weights(sizes: Mapping[Class, int], shares: Mapping[Class, float]) -> dict[Class, float]:
    """Weighting classes: wᶜ = (share of the customers) / (share of the answers). The mean weight is 1.

    `shares` add up to 1. MissingClassError where targets and answers are not of the same classes.
    """
    _refuse_missing(list(sizes), shares, dimension=0)
    n = sum(sizes.values())
    return {cell: shares[cell] * n / size for cell, size in sizes.items()}


def raked(
    sizes: Mapping[Class, int], targets: Sequence[Mapping[str, float]]
) -> tuple[dict[Class, float], int]:
    """Raking: weights that meet the target shares of every dimension, and how many rounds it took.

    From equal weights, each dimension in turn is scaled to its targets, until a round changes no margin by more than
    TOLERANCE. That is iterative proportional fitting, whose limit is the nearest distribution to the answers' own (in
    Kullback-Leibler divergence) that has these margins. NotConvergedError after MOST_ROUNDS.
    """
    cells = list(sizes)
    counts: Numbers = np.array([sizes[cell] for cell in cells], dtype=np.float64)
    margins = []
    for place, shares in enumerate(targets):
        _refuse_missing([(cell[place],) for cell in cells], {(v,): s for v, s in shares.items()}, place)
        names = list(shares)
        member = np.array([names.index(cell[place]) for cell in cells])
        margins.append((member, np.array([shares[name] for name in names]) * counts.sum()))
    mass = counts.copy()
    for rounds in range(1, MOST_ROUNDS + 1):
        for member, wanted in margins:
            mass *= (wanted / np.bincount(member, mass))[member]
        off = max(float(np.abs(np.bincount(member, mass) / wanted - 1).max()) for member, wanted in margins)
        if off <= TOLERANCE:
            return dict(zip(cells, (mass / counts).tolist(), strict=True)), rounds
    raise NotConvergedError(f"after {MOST_ROUNDS} rounds a margin is still off by {off:.2g}")


def effective_n(tallies: Mapping[Class, Tally], weights: Mapping[Class, float]) -> float:
    """Kish's effective number of answers, (Σ w)² / Σ w²: as many of equal weight would tell as much."""
    total = sum(weights[cell] * tally.n for cell, tally in tallies.items())
    squares = sum(weights[cell] ** 2 * tally.n for cell, tally in tallies.items())
    return total**2 / squares


def weighted(
    scale: Scale, tallies: Mapping[Class, Tally], weights: Mapping[Class, float], rounds: int = 0
) -> Weighted:
    """The headline of the weighted answers, its interval made as the unweighted one's, with the effective n for n.

    NPS: adjusted Wald; shares: Wilson; means: Student t with n_eff − 1 degrees of freedom, or their
    bounds where all answered alike. Hidden when n or the
    effective n is too small: otherwise targets could be chosen that leave all the weight on a few.
    """
    n = sum(tally.n for tally in tallies.values())
    effective = effective_n(tallies, weights)
    if effective < max(scale.smallest_shown, SMALLEST_SHOWN) or n < scale.smallest_shown:
        return Weighted(Hidden(), n, effective, rounds)

    def mean(attribute: str) -> float:
        total = sum(weights[cell] * getattr(tally, attribute) for cell, tally in tallies.items())
        return float(total) / sum(weights[cell] * tally.n for cell, tally in tallies.items())

    match scale.headline:
        case Statistic.NET_PROMOTER_SCORE:
            value, low, high = _nps(mean("low"), mean("middle"), mean("top"), effective)
        case Statistic.TOP_SHARE:
            value, low, high = _share(mean("top"), effective)
        case Statistic.MEAN:
            value, low, high = _mean(mean("total"), mean("total_squares"), effective, scale)
    method = "weighted, with Kish's effective n"
    estimate = Estimate(Fraction(value), low, high, n, scale.headline.unit, method)
    return Weighted(estimate, n, effective, rounds)


def worst_cases(scale: Scale, tally: Tally, asked: int) -> Bounds | None:
    """The bounds of the headline over all who were `asked`, when all others had answered worst, or best.

    None when more answered than were asked, since then it is not known who the others are.
    """
    if not scale.smallest_shown <= tally.n <= asked:
        return None
    answered = tally.n / asked
    match scale.headline:
        case Statistic.NET_PROMOTER_SCORE:
            value, least, most = 100 * (tally.top - tally.low) / tally.n, -100.0, 100.0
        case Statistic.TOP_SHARE:
            value, least, most = tally.top / tally.n, 0.0, 1.0
        case Statistic.MEAN:
            value, least, most = tally.total / tally.n, float(scale.minimum), float(scale.maximum)
    return Bounds(
        low=answered * value + (1 - answered) * least,
        high=answered * value + (1 - answered) * most,
        asked=asked,
        answered=tally.n,
    )


def _nps(low: float, middle: float, top: float, n: float) -> tuple[float, float, float]:
    adjusted = Answers(low * n + 0.75, middle * n + 1.5, top * n + 0.75)
    margin = Z * adjusted.standard_error
    return (
        100 * (top - low),
        max(-100.0, 100 * (adjusted.score - margin)),
        min(100.0, 100 * (adjusted.score + margin)),
    )


def _share(share: float, n: float) -> tuple[float, float, float]:
    centre = (share * n + Z**2 / 2) / (n + Z**2)
    margin = Z * math.sqrt(max(0.0, n * share * (1 - share)) + Z**2 / 4) / (n + Z**2)
    return share, max(0.0, min(share, centre - margin)), min(1.0, max(share, centre + margin))


def _mean(mean: float, mean_square: float, n: float, scale: Scale) -> tuple[float, float, float]:
    variance = max(0.0, mean_square - mean**2) * n / (n - 1)
    if variance < _ROUNDING:
        return mean, *alike(mean, n, scale)
    margin = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * math.sqrt(variance / n)
    return mean, max(float(scale.minimum), mean - margin), min(float(scale.maximum), mean + margin)


def _refuse_missing(cells: Sequence[Class], shares: Mapping[Class, float], dimension: int) -> None:
    for cell in shares:
        if cell not in cells:
            raise MissingClassError(dimension, " × ".join(cell), answered=False)
    for cell in cells:
        if cell not in shares:
            raise MissingClassError(dimension, " × ".join(cell), answered=True)
