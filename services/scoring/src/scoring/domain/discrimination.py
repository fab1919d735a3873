"""How well probabilities tell those apart to whom something happened from those to whom it did not."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from scoring.domain.estimates import Z

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Auc:
    """The chance that of two, one of each kind, the right one has the higher probability; 0.5 is a coin.

    With its standard error and 95 % interval, clipped to 0..1.
    """

    value: float
    standard_error: float
    low: float
    high: float


def auc(probabilities: Numbers, happened: Numbers) -> Auc:
    """Of at least two of each kind; `happened` is 0 or 1 for each.

    Source: E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, "Comparing the areas under two or more correlated
    receiver operating characteristic curves", Biometrics 44 (1988) 837-845, worked out from ranks as X. Sun and W. Xu,
    IEEE Signal Processing Letters 21 (2014) 1389-1393.
    """
    yes, no = probabilities[happened == 1], probabilities[happened == 0]
    ranks = rankdata(np.concatenate([yes, no]))
    # For each of one kind, the share of the other kind that it stands above.
    above_no = (ranks[: len(yes)] - rankdata(yes)) / len(no)
    below_yes = 1 - (ranks[len(yes) :] - rankdata(no)) / len(yes)
    value = float(above_no.mean())
    error = math.sqrt(above_no.var(ddof=1) / len(yes) + below_yes.var(ddof=1) / len(no))
    return Auc(value, error, max(0.0, value - Z * error), min(1.0, value + Z * error))
