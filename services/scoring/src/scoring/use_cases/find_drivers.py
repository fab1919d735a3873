"""Find what goes with a score: the answers with their factors, of which the domain works out each one's part."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from scoring.domain import scales
from scoring.domain.drivers import Drivers, TooFew, drivers
from scoring.domain.factors import (
    Factor,
    FactorKind,
    Gap,
    Operational,
    gap_in_practice,
    gap_on_scale,
    happened_before,
)
from scoring.domain.scales import Direction, Scale
from scoring.domain.selections import Selection
from scoring.store import attributes
from scoring.store import drivers as store
from scoring.store.drivers import Outcome
from scoring.use_cases.measure_scores import UnknownDimensionError

# More would say the same, later.
MOST_ANSWERS = 10_000


class NotOneScoreError(ValueError):
    """What was selected is several scores, or too much of one; `field` names what to change."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers that have every factor: the score's scale, and one row each in `values` (n × factors).

    `answered` is how many answers there are in all, `scales` those of the factors that are answers.
    """

    scale: Scale | None
    kind: str | None
    factors: tuple[Factor, ...]
    values: NDArray[np.float64]
    score: NDArray[np.float64]
    scales: dict[str, Scale]
    answered: int


def gather_facts(
    connection: Connection, measure: str, selection: Selection, factors: Sequence[Factor]
) -> Facts:
    """Raises NotOneScoreError, and UnknownDimensionError for an attribute that was never declared."""
    known = attributes.ever_declared(connection)
    named = [name for factor in factors if factor.attribute for name in (factor.attribute[0],)]
    for name in (*named, *(name for name, _ in selection.slice.attributes or ())):
        if name not in known:
            raise UnknownDimensionError(name)
    with_cases = any(factor.operational for factor in factors)
    outcomes = store.outcomes(connection, measure, selection, with_cases=with_cases, limit=MOST_ANSWERS + 1)
    _refuse_several(outcomes, factors)
    questions = [factor.question for factor in factors if factor.question]
    answered = store.answers(connection, [outcome.response_id for outcome in outcomes], questions)
    own_scales = _scales(answered, questions)
    rows = [_row(outcome, factors, answered) for outcome in outcomes]
    whole = [(row, outcome.value) for row, outcome in zip(rows, outcomes, strict=True) if None not in row]
    return Facts(
        scale=scales.of(outcomes[0].definition) if outcomes else None,
        kind=outcomes[0].kind if outcomes else None,
        factors=tuple(factors),
        values=np.array([row for row, _ in whole], dtype=np.float64).reshape(-1, len(factors)),
        score=np.array([value for _, value in whole], dtype=np.float64),
        scales=own_scales,
        answered=len(outcomes),
    )


def find_drivers(facts: Facts, seed: int) -> Drivers | TooFew:
    """Each factor's part; nothing is read any more, since this may take seconds."""
    gaps = (
        [_gap(facts, place, factor) for place, factor in enumerate(facts.factors)] if len(facts.score) else []
    )
    return drivers(facts.values, facts.score, gaps, seed)


def goes_the_right_way(facts: Facts, factor: Factor, correlation: float) -> bool | None:
    """Whether the score is better where the factor is better; None for what is neither better nor worse."""
    if facts.scale is None or factor.kind is FactorKind.DIMENSION:
        return None
    own = facts.scales[factor.question].direction if factor.question else Direction.LOWER_IS_BETTER
    return correlation * own.sign * facts.scale.direction.sign >= 0


def _gap(facts: Facts, place: int, factor: Factor) -> Gap | None:
    values = facts.values[:, place]
    match factor.kind:
        case FactorKind.OPERATIONAL:
            return gap_in_practice(values)
        case FactorKind.PERCEPTION:
            return gap_on_scale(values, facts.scales[factor.question or ""])
        case FactorKind.DIMENSION:
            return None


def _row(
    outcome: Outcome, factors: Sequence[Factor], answered: dict[UUID, dict[str, tuple[str, int]]]
) -> list[float | None]:
    """What is known of each factor when this was answered."""
    happened: dict[Operational, float] = {}
    if outcome.run is not None:
        happened = happened_before(outcome.run, outcome.submitted_at)
    said = answered.get(outcome.response_id, {})
    row: list[float | None] = []
    for factor in factors:
        if factor.operational:
            row.append(happened.get(factor.operational))
        elif factor.question:
            row.append(said[factor.question][1] if factor.question in said else None)
        elif factor.attribute:
            name, value = factor.attribute
            row.append(outcome.attributes.get(name) == value)
    return row


def _refuse_several(outcomes: Sequence[Outcome], factors: Sequence[Factor]) -> None:
    if len(outcomes) > MOST_ANSWERS:
        raise NotOneScoreError("from", f"These are more than {MOST_ANSWERS} answers: name fewer days.")
    for field, values, what in (
        ("kind", {outcome.kind for outcome in outcomes}, "kinds of survey"),
        ("definition", {outcome.definition for outcome in outcomes}, "scales"),
    ):
        if len(values) > 1:
            raise NotOneScoreError(
                field, f"These are {what} that are never pooled: name one of {_words(values)}."
            )
    if len({outcome.response_id for outcome in outcomes}) < len(outcomes):
        questions = {outcome.question for outcome in outcomes}
        raise NotOneScoreError(
            "question", f"Some answered several questions: name one of {_words(questions)}."
        )
    asked = {outcome.question for outcome in outcomes}
    for place, factor in enumerate(factors):
        if factor.question in asked:
            raise NotOneScoreError(f"factors.{place}", "This is the score itself.")


def _scales(answered: dict[UUID, dict[str, tuple[str, int]]], questions: Sequence[str]) -> dict[str, Scale]:
    found: dict[str, set[str]] = {question: set() for question in questions}
    for said in answered.values():
        for question, (definition, _) in said.items():
            found[question].add(definition)
    for question, definitions in found.items():
        if len(definitions) > 1:
            raise NotOneScoreError(
                "version", f"{question} was asked on several scales, {_words(definitions)}: name one version."
            )
    return {
        question: scales.of(definition)
        for question, definitions in found.items()
        for definition in definitions
    }


def _words(values: set[str]) -> str:
    return ", ".join(sorted(values))
