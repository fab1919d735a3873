"""Decide who takes comments: a rule, else the model where it is sure enough, else triage.

The model reads the words; a team that owns the stage, the channel or the product is nearer beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from feedback_router.domain.context import Context
from feedback_router.domain.ownership import Ownership
from feedback_router.domain.reasons import Why
from feedback_router.domain.routing import Assignment, CompiledRules, RunnerUp, route
from feedback_router.text.reading import ReadText
from feedback_router.text.routing.model import Decision
from feedback_router.use_cases.learn_routing import Learnt

# What people decided about nearly the same words is followed, unless much speaks against it.
_ALIKE, _ENOUGH = 0.7, 0.75


@dataclass(frozen=True)
class Undecided:
    """A masked comment, how it was read, and where it comes from."""

    masked: str
    read: ReadText
    context: Context


def decide_teams(
    comments: Sequence[Undecided], compiled: CompiledRules, owned: Ownership, learnt: Learnt | None
) -> list[Assignment]:
    """An assignment for each."""
    assignments = [route(comment.masked, comment.context, compiled) for comment in comments]
    open_ = [row for row, assignment in enumerate(assignments) if assignment.rule is None]
    if learnt is None or not open_:
        return assignments
    decisions = learnt.model.decide(
        learnt.model.reader.rows_of([comments[row].read for row in open_]),
        [owned.log_odds(comments[row].context) for row in open_],
    )
    for row, decision in zip(open_, decisions, strict=True):
        its = owned.found(decision.team, comments[row].context)
        assignments[row] = _assignment(decision, its, compiled, learnt.threshold)
    return assignments


def explain_team(
    comment: Undecided, compiled: CompiledRules, owned: Ownership, learnt: Learnt | None
) -> Assignment:
    """The assignment of one comment, with the phrases that weighed where the model was asked: that takes a while."""
    assignment = route(comment.masked, comment.context, compiled)
    if learnt is None or assignment.rule is not None:
        return assignment
    row = learnt.model.reader.rows_of([comment.read])
    decision = learnt.model.explain(row, owned.log_odds(comment.context))
    return _assignment(decision, owned.found(decision.team, comment.context), compiled, learnt.threshold)


def _assignment(
    decision: Decision, its: Sequence[tuple[str, str]], compiled: CompiledRules, threshold: float | None
) -> Assignment:
    near = tuple(neighbour for neighbour in decision.neighbours if neighbour.team == decision.team)
    taught = decision.confidence >= _ENOUGH and any(neighbour.likeness >= _ALIKE for neighbour in near)
    sure = taught or (threshold is not None and decision.confidence >= threshold)
    second = decision.runner_up if sure else decision.team
    confidence = decision.runner_up_confidence if sure else decision.confidence
    return Assignment(
        team=decision.team if sure else compiled.triage,
        rule=None,
        why=_why(decision, its, len(near), sure=sure),
        phrases=decision.phrases,
        runner_up=RunnerUp(second, None, confidence) if second else None,
        rules_version=compiled.version,
        decided_by="model" if sure else "triage",
        confidence=decision.confidence,
        learnt_from=tuple(UUID(neighbour.id) for neighbour in near) if sure else (),
    )


def _why(decision: Decision, its: Sequence[tuple[str, str]], alike: int, *, sure: bool) -> Why:
    return {
        "code": "model" if sure else "unsure",
        "team": decision.team,
        "confidence": decision.confidence,
        "rival": decision.runner_up,
        "rival_confidence": decision.runner_up_confidence,
        "alike": alike if sure else 0,
        "owns": [{"name": name, "value": value} for name, value in its],
    }
