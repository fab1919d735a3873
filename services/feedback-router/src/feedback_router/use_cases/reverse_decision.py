"""Reverse an approval: somebody asks for it, a second person says whether it is so."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.decisions import Decision
from feedback_router.domain.feedback import Reopen, Transition
from feedback_router.domain.reversals import DecisionStep, StepAction, refusal_to_ask, refusal_to_settle
from feedback_router.store import decisions, feedback, rules
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.tell_of_decision import tell_of_decision
from shared.problems import Problem, not_found

_REOPENED = "The automatic approval was reversed: the customer has to hear of it."


def ask_for_reversal(
    connection: Connection, decision_id: UUID, reason: str, *, by: Actor, now: datetime
) -> Decision:
    """Nothing is reversed yet. Problem: 404 when the actor sees no such decision, 409 when it can't be reversed."""
    decision = _locked(connection, decision_id, by)
    if refusal := refusal_to_ask(decision.state):
        raise Problem(409, refusal)
    step = DecisionStep(now, StepAction.REVERSAL_ASKED, by.name, reason)
    decisions.keep_step(connection, decision_id, step)
    return _locked(connection, decision_id, by)


def settle_reversal(
    connection: Connection, decision_id: UUID, *, confirm: bool, by: Actor, now: datetime, request_id: str
) -> Decision:
    """Reverse it, or let it stand. What is reversed is told, and its item is open: somebody must write to the customer.

    Problem: 404, 409 when nobody has asked, 403 when the actor was it who asked.
    """
    decision = _locked(connection, decision_id, by)
    steps = decisions.steps(connection, decision_id)
    if refusal := refusal_to_settle(decision.state, steps, by.name):
        raise Problem(409 if decision.state != StepAction.REVERSAL_ASKED else 403, refusal)
    action = StepAction.REVERSED if confirm else StepAction.REVERSAL_REFUSED
    decisions.keep_step(connection, decision_id, DecisionStep(now, action, by.name, None))
    if confirm:
        _take_back(connection, decision, by, now, request_id)
    return _locked(connection, decision_id, by)


def _take_back(connection: Connection, decision: Decision, by: Actor, now: datetime, request_id: str) -> None:
    item = feedback.lock(connection, decision.feedback_id, None)
    if item is None:
        return  # the table keeps no such row
    detail = {"decision_id": str(decision.id)}
    step = Transition(now, "reverse_decision", item.status, item.status, by.name, None, detail)
    feedback.keep_step(connection, item.id, step)
    tell_of_decision(connection, decision, item, "reversed", by=by.name, now=now, request_id=request_id)
    if item.customer_key is not None:
        book = rules.in_force(connection).book
        move(connection, item, Reopen(_REOPENED), book, Occasion(by.name, now, request_id))


def _locked(connection: Connection, decision_id: UUID, by: Actor) -> Decision:
    """The item first, as whoever forgets a customer does: nobody then waits for the other."""
    known = decisions.get(connection, decision_id, by.team)
    if known is None:
        raise not_found("decision")
    feedback.lock(connection, known.feedback_id, None)
    return decisions.lock(connection, known)
