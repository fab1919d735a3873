"""Reverse an approval: somebody asks for it, a second person says whether it is so."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.decisions import Decision
from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.reversals import (
    DecisionState,
    DecisionStep,
    StepAction,
    refusal_to_ask,
    refusal_to_settle,
)
from feedback_router.domain.states import Reopen
from feedback_router.store import decisions, feedback, rules
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.tell_of_decision import tell_of_decision
from feedback_router.use_cases.word_reasons import plain
from shared.problems import Problem, not_found

_REOPENED = plain("reversed")


def ask_for_reversal(
    connection: Connection, decision_id: UUID, reason: str, *, by: Actor, now: datetime, request_id: str
) -> Decision:
    """Nothing is reversed yet. Problem: 404 when the actor sees no such decision, 409 when it can't be reversed."""
    decision, item = _locked(connection, decision_id, by)
    if refusal := refusal_to_ask(decision.state):
        raise Problem(409, refusal)
    occasion = Occasion(by.name, now, request_id)
    return _take(connection, decision, item, StepAction.REVERSAL_ASKED, occasion, reason)


def settle_reversal(
    connection: Connection, decision_id: UUID, *, confirm: bool, by: Actor, now: datetime, request_id: str
) -> Decision:
    """Reverse it, or let it stand. What is reversed is told, and its item is open: somebody must write to the customer.

    Problem: 404, 409 when nobody has asked, 403 when the actor was it who asked.
    """
    decision, item = _locked(connection, decision_id, by)
    steps = decisions.steps(connection, decision_id)
    if refusal := refusal_to_settle(decision.state, steps, by.name):
        raise Problem(409 if decision.state != DecisionState.REVERSAL_ASKED else 403, refusal)
    occasion = Occasion(by.name, now, request_id)
    if confirm:
        _take_back(connection, decision, item, occasion)
    action = StepAction.REVERSED if confirm else StepAction.REVERSAL_REFUSED
    return _take(connection, decision, item, action, occasion)


def _take(
    connection: Connection,
    decision: Decision,
    item: Feedback,
    action: StepAction,
    occasion: Occasion,
    note: str | None = None,
) -> Decision:
    """The decision after a step, which the log tells without its note."""
    decisions.keep_step(connection, decision.id, DecisionStep(occasion.at, action, occasion.by, note))
    tell_of_decision(
        connection, decision, item, action, by=occasion.by, now=occasion.at, request_id=occasion.request_id
    )
    return decisions.lock(connection, decision)


def _take_back(connection: Connection, decision: Decision, item: Feedback, occasion: Occasion) -> None:
    """The item says so, and is open again where there is somebody to write to."""
    detail = {"decision_id": str(decision.id)}
    step = Transition(occasion.at, "reverse_decision", item.status, item.status, occasion.by, None, detail)
    feedback.keep_step(connection, item.id, step)
    if item.customer_key is not None:
        move(connection, item, Reopen(_REOPENED), rules.in_force(connection).book, occasion)


def _locked(connection: Connection, decision_id: UUID, by: Actor) -> tuple[Decision, Feedback]:
    """The item first, as whoever forgets a customer does: nobody then waits for the other."""
    known = decisions.get(connection, decision_id, by.team)
    item = feedback.lock(connection, known.feedback_id, None) if known else None
    if known is None or item is None:
        raise not_found("decision")
    return decisions.lock(connection, known), item
