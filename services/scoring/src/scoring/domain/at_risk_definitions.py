"""A model as data: kept, shown and read again, with how it was made and tested."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Model, Term
from scoring.domain.at_risk_trials import Attempt, Trial
from scoring.domain.calibration import Scaling


def to_definition(attempt: Attempt, kind: str, digest: str) -> dict[str, Any]:
    """`digest` is that of the answers and factors that went into it."""
    return {
        "kind": kind,
        "n": attempt.n,
        "detractors": attempt.detractors,
        "days": {name: [day.isoformat() for day in days] for name, days in attempt.days.items()},
        "digest": digest,
        "factors": list(attempt.factors),
        "model": asdict(attempt.model) if attempt.model else None,
        "trial": _trial(attempt.trial) if attempt.trial else None,
        "refused": asdict(attempt.refused) if attempt.refused else None,
    }


def model_of(definition: Mapping[str, Any]) -> Model:
    """The model that a definition holds which was not refused for want of answers."""
    model = definition["model"]
    terms = tuple(Term(**{**term, "factor": RiskFactor(term["factor"])}) for term in model["terms"])
    return Model(model["intercept"], terms, Scaling(**model["scaling"]))


def _trial(trial: Trial) -> dict[str, Any]:
    days = {"first_day": trial.first_day.isoformat(), "last_day": trial.last_day.isoformat()}
    return {**asdict(trial), **days, "skill": trial.skill}
