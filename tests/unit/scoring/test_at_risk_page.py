"""Every worked example of docs/at-risk.md, computed again with the service's own code."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from scoring.domain.at_risk_effects import Arm, Outcome, effects
from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Known, Model, Slices, Term
from scoring.domain.at_risk_trials import answers_needed
from scoring.domain.calibration import Scaling, brier, spiegelhalter
from scoring.domain.discrimination import auc
from support.journeys import START

PAGE = Path(__file__).parents[3] / "docs" / "at-risk.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = [
    yaml.safe_load(block) for block in re.findall(r"^```example\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
]


def probability(
    intercept: float, terms: dict[str, Any], scaling: dict[str, float], customer: dict[str, float]
) -> dict[str, float]:
    model = Model(
        intercept,
        tuple(Term(RiskFactor(name), **term, standard_error=0.0) for name, term in terms.items()),
        Scaling(**scaling),
    )
    row = {RiskFactor(name): value for name, value in customer.items()}
    reasons = {reason.factor.value: reason.weight for reason in model.reasons(row)}
    return {"probability": model.probability(row), **reasons}


def scored(probabilities: list[float], happened: list[int], share: float) -> dict[str, float]:
    outcome = np.array(happened, dtype=np.float64)
    own, of_share = brier(np.array(probabilities), outcome), brier(np.full(len(outcome), share), outcome)
    return {"brier": own, "brier_of_share": of_share, "skill": 1 - own / of_share}


def told_apart(probabilities: list[float], happened: list[int]) -> dict[str, float]:
    found = auc(np.array(probabilities), np.array(happened))
    return {"value": found.value, "standard_error": found.standard_error}


def z_and_p(probabilities: list[float], happened: list[int]) -> dict[str, float]:
    return dict(zip(("z", "p"), spiegelhalter(np.array(probabilities), np.array(happened)), strict=True))


def needed(answers: int, detractors: int, factors: int) -> dict[str, int | None]:
    known = [
        Known(START + timedelta(days=place), "", {}, detractor=place < detractors) for place in range(answers)
    ]
    return {"needed": answers_needed(Slices.of(known), factors)}


def effect(listed: dict[str, int], held_out: dict[str, int]) -> dict[str, float]:
    found = {one.outcome: one.judged for one in effects(Arm(**listed), Arm(**held_out))}
    left = found[Outcome.LEFT]
    assert left is not None
    return {name: getattr(left.difference, name) for name in ("value", "low", "high")}


FORMULAS: dict[str, Callable[..., dict[str, Any]]] = {
    "probability": probability,
    "brier": scored,
    "auc": told_apart,
    "spiegelhalter": z_and_p,
    "answers_needed": needed,
    "effect": effect,
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["formula"])
def test_the_page_says_what_the_service_computes(example: dict[str, Any]) -> None:
    given = {name: value for name, value in example.items() if name not in ("formula", "gives")}
    found = FORMULAS[example["formula"]](**given)
    assert {name: round(value, 6) for name, value in found.items()} == example["gives"]


def test_every_formula_has_an_example() -> None:
    assert {example["formula"] for example in EXAMPLES} == set(FORMULAS)


def test_the_page_names_every_factor() -> None:
    assert set(RiskFactor) <= set(re.findall(r"`([a-z_]+)`", TEXT))
