"""Whether a model may be used: enough answers to fit it, and a test on answers that came after all it was made of."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import (
    CALIBRATED_UNTIL,
    FITTED_UNTIL,
    Known,
    Model,
    Numbers,
    Slices,
    fit_model,
    outcomes,
    varying,
)
from scoring.domain.calibration import (
    Group,
    Recalibration,
    brier,
    by_segment,
    by_tenths,
    recalibration,
    same_line,
    spiegelhalter,
)
from scoring.domain.discrimination import Auc, auc
from scoring.domain.estimates import SMALLEST_SHOWN, Z

EVENTS_A_FACTOR = 10
LEAST_TO_CALIBRATE = LEAST_TO_TEST = 20
# A sound model is refused once in a hundred times.
MISCALIBRATED_BELOW = 0.01


class Refusal(StrEnum):
    """Why a model is not used."""

    NOTHING_VARIES = "nothing varies"
    TOO_FEW = "too few"
    NO_BETTER_THAN_CHANCE = "no better than chance"
    NO_BETTER_THAN_THE_SHARE = "no better than the share"
    MISCALIBRATED = "miscalibrated"


@dataclass(frozen=True, slots=True)
class Trial:
    """How the model did on the newest answers.

    `brier_of_share` is what saying the share of detractors among the older answers to everybody would have scored, and
    `skill` = 1 − brier / brier_of_share. z and p are Spiegelhalter's. `p_same` is that of the tested answers following
    the line that the model was calibrated by, both being uncertain: on it the model is judged.
    """

    first_day: date
    last_day: date
    n: int
    detractors: int
    brier: float
    brier_of_share: float
    auc: Auc
    z: float
    p: float
    recalibration: Recalibration
    p_same: float
    tenths: tuple[Group, ...]
    segments: tuple[Group, ...]

    @property
    def skill(self) -> float:
        return 1 - self.brier / self.brier_of_share


@dataclass(frozen=True, slots=True)
class Refused:
    """Why, and how many answers would be enough if they were like those there are; None where no number would."""

    reason: Refusal
    needed: int | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of trying to make a model of `n` answers; `refused` is None when it may be used.

    `days` are the first and the last of each slice in which there are answers.
    """

    n: int
    detractors: int
    days: Mapping[str, tuple[date, date]]
    factors: tuple[RiskFactor, ...]
    model: Model | None
    trial: Trial | None
    refused: Refused | None


def attempt(answers: Sequence[Known], wanted: Sequence[RiskFactor]) -> Attempt:
    """Make a model with those of the wanted factors that vary, and test it, or say why not."""
    slices = Slices.of(answers)
    factors = varying(slices.fitted, wanted)
    result = partial(Attempt, len(answers), sum(known.detractor for known in answers), slices.days, factors)
    needed = answers_needed(slices, len(factors) or len(wanted))
    if needed:
        return result(None, None, Refused(Refusal.TOO_FEW, needed))
    if not factors:
        return result(None, None, Refused(Refusal.NOTHING_VARIES, None))
    model = fit_model(slices.fitted, slices.calibrated, factors)
    trial = tried(model, slices)
    return result(model, trial, refusal(trial, len(answers)))


def answers_needed(slices: Slices, factors: int) -> int | None:
    """How many answers it takes, at the present share of detractors; None when there are enough.

    Detractors and others are to be EVENTS_A_FACTOR for each factor among those fitted on, and LEAST_TO_CALIBRATE and
    LEAST_TO_TEST in the other slices. Source of the first: P. Peduzzi et al., "A simulation study of the number of
    events per variable in logistic regression analysis", Journal of Clinical Epidemiology 49 (1996) 1373-1379.
    """
    least = {
        FITTED_UNTIL: (slices.fitted, max(EVENTS_A_FACTOR * factors, LEAST_TO_TEST)),
        CALIBRATED_UNTIL - FITTED_UNTIL: (slices.calibrated, LEAST_TO_CALIBRATE),
        1 - CALIBRATED_UNTIL: (slices.tested, LEAST_TO_TEST),
    }
    if all(_rarer(answers) >= fewest for answers, fewest in least.values()):
        return None
    everybody = [*slices.fitted, *slices.calibrated, *slices.tested]
    # Of so few nothing is told, and the number would tell how many of them are detractors.
    rarer, n = (_rarer(everybody), len(everybody)) if len(everybody) >= SMALLEST_SHOWN else (0, 0)
    # As if one more of each kind had answered, so that a number can be said even when one kind never did.
    share = (rarer + 1) / (n + 2)
    needed = max(math.ceil(fewest / (part * share)) for part, (_, fewest) in least.items())
    return max(needed, len(everybody) + 1)


def tried(model: Model, slices: Slices) -> Trial:
    """The model on the newest answers, which it has never seen."""
    tested = slices.tested
    first_day, last_day = slices.days["tested"]
    happened = outcomes(tested)
    probabilities = model.probabilities([known.factors for known in tested])
    share = outcomes([*slices.fitted, *slices.calibrated]).mean()
    z, p = spiegelhalter(probabilities, happened)
    return Trial(
        first_day=first_day,
        last_day=last_day,
        n=len(tested),
        detractors=int(happened.sum()),
        brier=brier(probabilities, happened),
        brier_of_share=brier(happened * 0 + share, happened),
        auc=auc(probabilities, happened),
        z=z,
        p=p,
        recalibration=recalibration(probabilities, happened),
        p_same=same_line(_drawn(model, slices.calibrated), _drawn(model, tested)),
        tenths=by_tenths(probabilities, happened),
        segments=by_segment([known.segment for known in tested], probabilities, happened),
    )


def refusal(trial: Trial, answers: int) -> Refused | None:
    """Why a model that did so in its trial is not used, if it is not; `answers` is how many there were in all."""
    if trial.auc.low <= 0.5:
        ahead = trial.auc.value - 0.5
        times = (Z * trial.auc.standard_error / ahead) ** 2 if ahead > 0 else None
        needed = math.floor(answers * times) + 1 if times is not None else None
        return Refused(Refusal.NO_BETTER_THAN_CHANCE, needed)
    if trial.skill <= 0:
        return Refused(Refusal.NO_BETTER_THAN_THE_SHARE, None)
    if trial.p_same < MISCALIBRATED_BELOW:
        return Refused(Refusal.MISCALIBRATED, None)
    return None


def _drawn(model: Model, answers: Sequence[Known]) -> tuple[Numbers, Numbers]:
    return model.log_odds([known.factors for known in answers]), outcomes(answers)


def _rarer(answers: Sequence[Known]) -> int:
    detractors = sum(known.detractor for known in answers)
    return min(detractors, len(answers) - detractors)
