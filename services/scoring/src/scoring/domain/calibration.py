"""Whether probabilities mean what they say: of those with 0.3, does it happen to three in ten?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, expit, logit

from scoring.domain.estimates import SMALLEST_SHOWN, Z
from scoring.domain.logistic import fit
from scoring.domain.shares import wilson

Numbers = NDArray[np.float64]

_GROUPS = 10
_LEAST_IN_A_GROUP = 10
# Lets the line end where probabilities tell the outcomes apart without fail; elsewhere it changes no shown digit.
_TRACE = 1e-9
_CERTAIN = 30.0


@dataclass(frozen=True, slots=True)
class Scaling:
    """log-odds → intercept + slope · log-odds."""

    intercept: float
    slope: float

    def probabilities(self, log_odds: Numbers) -> Numbers:
        # Beyond these a probability would be rounded to 0 or 1, which nothing that can happen is.
        found: Numbers = expit(np.clip(self.intercept + self.slope * log_odds, -_CERTAIN, _CERTAIN))
        return found


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The line that outcomes draw through the log-odds: intercept 0 and slope 1 if these mean what they say.

    A slope below 1 means probabilities too extreme, above 1 too timid. `p` is that of both being as they should
    (likelihood ratio, two degrees of freedom).
    """

    intercept: float
    slope: float
    slope_low: float
    slope_high: float
    p: float


@dataclass(frozen=True, slots=True)
class Group:
    """Some of those tested: how often it was expected and observed, 0..1, with the Wilson interval of the latter.

    `label` is a segment's name, "" for none, None for several small ones together; of a tenth, its place.
    """

    label: str | int | None
    n: int
    expected: float
    observed: float
    low: float
    high: float


def platt(log_odds: Numbers, happened: Numbers) -> Scaling:
    """How to read log-odds, from outcomes that they were not made with. The slices hold both outcomes.

    Source: J. Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers, MIT
    Press 2000, 61-74, whose targets are a little inside of 0 and 1.
    """
    yes = float(happened.sum())
    no = len(happened) - yes
    targets = np.where(happened == 1, (yes + 1) / (yes + 2), 1 / (no + 2))
    line = fit(log_odds[:, np.newaxis], targets, penalty=0.0)
    return Scaling(line.intercept, float(line.coefficients[0]))


def brier(probabilities: Numbers, happened: Numbers) -> float:
    """The mean squared distance; 0 is perfect.

    Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
    (1950) 1-3.
    """
    return float(np.mean((probabilities - happened) ** 2))


def spiegelhalter(probabilities: Numbers, happened: Numbers) -> tuple[float, float]:
    """z and its two-sided p: whether the Brier score is what it must be if the probabilities hold.

    z = Σ (y − p)(1 − 2p) / √ Σ (1 − 2p)² p (1 − p). Source: D. J. Spiegelhalter, "Probabilistic prediction in patient
    management and clinical trials", Statistics in Medicine 5 (1986) 421-433.
    """
    tilt = 1 - 2 * probabilities
    spread = math.sqrt((tilt**2 * probabilities * (1 - probabilities)).sum())
    if not spread:
        return 0.0, 1.0  # all are 0.5, which no outcome contradicts by itself
    z = float(((happened - probabilities) * tilt).sum()) / spread
    return z, math.erfc(abs(z) / math.sqrt(2))


def recalibration(probabilities: Numbers, happened: Numbers) -> Recalibration:
    """Source: D. R. Cox, "Two further applications of a model for binary regression", Biometrika 45 (1958) 562-565."""
    log_odds = logit(probabilities)
    line = fit(log_odds[:, np.newaxis], happened, penalty=_TRACE)
    slope, error = float(line.coefficients[0]), math.sqrt(line.covariance[1, 1])
    gained = _best(log_odds, happened) - _likelihood(log_odds, happened)
    p = float(chdtrc(2, max(0.0, 2 * gained)))
    return Recalibration(line.intercept, slope, slope - Z * error, slope + Z * error, p)


def same_line(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> float:
    """p of two slices, each log-odds and outcomes, drawing one line through them (likelihood ratio, two degrees).

    Cox's test takes the probabilities as given. Where they were scaled on a slice that is no larger than the one that
    tests them, it counts the error of the scaling as theirs; this one knows that both slices err.
    """
    pooled = (np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]]))
    apart = _best(*first) + _best(*second)
    return float(chdtrc(2, max(0.0, 2 * (apart - _best(*pooled)))))


def by_tenths(probabilities: Numbers, happened: Numbers) -> tuple[Group, ...]:
    """In ten parts as equal as can be, from the least likely on; in fewer, where a part would have less than ten."""
    parts = max(1, min(_GROUPS, len(probabilities) // _LEAST_IN_A_GROUP))
    order = np.argsort(probabilities, kind="stable")
    return tuple(
        _group(place, probabilities[part], happened[part])
        for place, part in enumerate(np.array_split(order, parts), start=1)
    )


def by_segment(segments: Sequence[str], probabilities: Numbers, happened: Numbers) -> tuple[Group, ...]:
    """Each segment by its name; those with fewer than SMALLEST_SHOWN together, and with the next smallest if need be.

    So none that is small follows from the others.
    """
    names = np.array(segments)
    sizes = sorted((int((names == name).sum()), name) for name in set(segments))
    small: list[str] = []
    together = 0
    while sizes and (sizes[0][0] < SMALLEST_SHOWN or 0 < together < SMALLEST_SHOWN):
        size, name = sizes.pop(0)
        small.append(name)
        together += size
    groups = [_of_names(name, [name], names, probabilities, happened) for name in sorted(n for _, n in sizes)]
    if together >= SMALLEST_SHOWN:
        groups.append(_of_names(None, small, names, probabilities, happened))
    return tuple(groups)


def _of_names(
    label: str | None,
    chosen: Sequence[str],
    names: NDArray[np.str_],
    probabilities: Numbers,
    happened: Numbers,
) -> Group:
    among = np.isin(names, chosen)
    return _group(label, probabilities[among], happened[among])


def _group(label: str | int | None, probabilities: Numbers, happened: Numbers) -> Group:
    n, yes = len(happened), int(happened.sum())
    low, high = wilson(yes, n)
    return Group(label, n, float(probabilities.mean()), yes / n, low, high)


def _best(log_odds: Numbers, happened: Numbers) -> float:
    """The likelihood of the line that suits these outcomes best."""
    line = fit(log_odds[:, np.newaxis], happened, penalty=_TRACE)
    return _likelihood(line.log_odds(log_odds[:, np.newaxis]), happened)


def _likelihood(log_odds: Numbers, happened: Numbers) -> float:
    return float(happened @ log_odds - np.logaddexp(0, log_odds).sum())
