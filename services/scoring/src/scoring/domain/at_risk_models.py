"""The probability of being a detractor, from one's journey: a line of few factors that anybody can read.

Fitted on the oldest answers, calibrated on later ones, and tested on the newest; what was tested is what is used. It is
an association: it says who may be unhappy, not what made them so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.calibration import Scaling, platt
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.logistic import fit

Numbers = NDArray[np.float64]

# On standardised factors: before any answer, an odds ratio beyond e² ≈ 7 a standard deviation is as unlikely as two
# standard errors.
PENALTY = 1.0
# Which part of the answers, the oldest first, the line is fitted on, and up to where it is calibrated.
FITTED_UNTIL, CALIBRATED_UNTIL = 0.6, 0.8
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one answer: when it was given, and what had happened to who gave it."""

    at: datetime
    segment: str
    factors: Mapping[RiskFactor, float]
    detractor: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of the line: its mean, spread and range among those fitted on, and its coefficient a spread, with the
    standard error."""

    factor: RiskFactor
    mean: float
    deviation: float
    least: float
    most: float
    coefficient: float
    standard_error: float

    def standardised(self, value: float) -> float:
        """Beyond what was ever seen the line is not drawn out: such a value counts as the furthest seen."""
        return (min(max(value, self.least), self.most) - self.mean) / self.deviation


@dataclass(frozen=True, slots=True)
class Reason:
    """A factor that raises a customer's probability: its value, what is usual, and by how much (log-odds)."""

    factor: RiskFactor
    value: float
    usual: float
    weight: float


@dataclass(frozen=True, slots=True)
class Model:
    """probability = 1 / (1 + e^−(a + b · η)), η = intercept + Σ coefficient · standardised factor."""

    intercept: float
    terms: tuple[Term, ...]
    scaling: Scaling

    def probabilities(self, rows: Sequence[Mapping[RiskFactor, float]]) -> Numbers:
        """Of each customer, 0..1."""
        return self.scaling.probabilities(self.log_odds(rows))

    def log_odds(self, rows: Sequence[Mapping[RiskFactor, float]]) -> Numbers:
        """η of each customer, before calibration."""
        values = np.array([[term.standardised(row[term.factor]) for term in self.terms] for row in rows])
        weights = np.array([term.coefficient for term in self.terms])
        found: Numbers = self.intercept + values.reshape(len(rows), len(self.terms)) @ weights
        return found

    def probability(self, factors: Mapping[RiskFactor, float]) -> float:
        """Of one customer, 0..1."""
        return float(self.probabilities([factors])[0])

    def reasons(self, factors: Mapping[RiskFactor, float]) -> tuple[Reason, ...]:
        """What raises the probability of this customer above that of the usual one, the weightiest first."""
        found = [
            Reason(
                term.factor,
                factors[term.factor],
                term.mean,
                self.scaling.slope * term.coefficient * term.standardised(factors[term.factor]),
            )
            for term in self.terms
        ]
        raising = sorted((one for one in found if one.weight > 0), key=lambda one: (-one.weight, one.factor))
        return tuple(raising[:MOST_REASONS])


@dataclass(frozen=True, slots=True)
class Slices:
    """The answers in the order of time: to fit on, to calibrate on, to test on. No day is in two of them."""

    fitted: tuple[Known, ...]
    calibrated: tuple[Known, ...]
    tested: tuple[Known, ...]

    @classmethod
    def of(cls, answers: Sequence[Known]) -> "Slices":
        ordered = sorted(answers, key=lambda known: known.at)
        first, second = (_end_of_day(ordered, part) for part in (FITTED_UNTIL, CALIBRATED_UNTIL))
        return cls(tuple(ordered[:first]), tuple(ordered[first:second]), tuple(ordered[second:]))

    @property
    def days(self) -> dict[str, tuple[date, date]]:
        """The first and the last day of each slice that is not empty."""
        named = {"fitted": self.fitted, "calibrated": self.calibrated, "tested": self.tested}
        return {name: (known[0].at.date(), known[-1].at.date()) for name, known in named.items() if known}


def varying(answers: Sequence[Known], wanted: Sequence[RiskFactor]) -> tuple[RiskFactor, ...]:
    """Those of these factors in which SMALLEST_SHOWN answers or more differ from the rest."""
    found = []
    for factor in wanted:
        counts = np.unique([known.factors[factor] for known in answers], return_counts=True)[1]
        if len(answers) - counts.max(initial=0) >= SMALLEST_SHOWN:
            found.append(factor)
    return tuple(found)


def fit_model(fitted: Sequence[Known], calibrated: Sequence[Known], factors: Sequence[RiskFactor]) -> Model:
    """`factors` vary among those fitted on, and both kinds of answer occur in both slices."""
    table = np.array([[known.factors[factor] for factor in factors] for known in fitted], dtype=np.float64)
    means, deviations = table.mean(axis=0), table.std(axis=0)
    line = fit((table - means) / deviations, outcomes(fitted), PENALTY)
    errors = np.sqrt(np.diag(line.covariance))[1:]
    columns = zip(
        factors,
        means,
        deviations,
        table.min(axis=0),
        table.max(axis=0),
        line.coefficients,
        errors,
        strict=True,
    )
    terms = tuple(Term(factor, *map(float, numbers)) for factor, *numbers in columns)
    raw = Model(line.intercept, terms, Scaling(0.0, 1.0))
    log_odds = raw.log_odds([known.factors for known in calibrated])
    return Model(line.intercept, terms, platt(log_odds, outcomes(calibrated)))


def outcomes(answers: Sequence[Known]) -> Numbers:
    """1 for a detractor, 0 for anybody else."""
    return np.array([known.detractor for known in answers], dtype=np.float64)


def _end_of_day(ordered: Sequence[Known], part: float) -> int:
    place = int(len(ordered) * part)
    while 0 < place < len(ordered) and ordered[place].at.date() == ordered[place - 1].at.date():
        place += 1
    return place
