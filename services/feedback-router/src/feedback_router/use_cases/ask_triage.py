"""Lay an item before triage, since something about it must be looked at by a person. Routing learns nothing from it."""

from psycopg import Connection

from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.states import Reroute, transition
from feedback_router.store import feedback, rules
from feedback_router.use_cases.advance_feedback import Occasion, told
from shared import events


def ask_triage(
    connection: Connection, item: Feedback, reason: str, book: RuleBook, occasion: Occasion
) -> Feedback:
    """The item, which the caller has locked, with triage; what was promised first stays promised."""
    if item.team == book.triage:
        return item
    desk = rules.desk(book, book.triage, occasion.at)
    state = transition(item.state, Reroute(book.triage, reason), desk.terms(item.severity, occasion.at))
    moved = item.moved_to(state, occasion.at, desk.warn_at(state.promise.acknowledge_by, occasion.at))
    feedback.advance(connection, moved)
    detail = {"from_team": item.team, "to_team": book.triage, "handovers": moved.handovers}
    step = Transition(occasion.at, "reroute", item.status, moved.status, occasion.by, reason, detail)
    feedback.keep_step(connection, item.id, step)
    events.append(connection, [told(moved, "rerouted", occasion, **detail)])
    return moved
