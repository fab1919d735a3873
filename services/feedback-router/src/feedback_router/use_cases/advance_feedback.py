"""Take an item one step on its way, once, however often it is asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.corrections import Correction
from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.links import Links
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.states import (
    Acknowledge,
    Action,
    Assign,
    Comment,
    Escalate,
    FeedbackState,
    Link,
    Reopen,
    Reroute,
    Resolve,
    Withdraw,
    transition,
)
from feedback_router.store import corrections, feedback, rules
from feedback_router.use_cases.ask_whether_fixed import ask_whether_fixed
from feedback_router.use_cases.notify_person import Occurrence, notify_person
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import invalid, not_found
from shared.settings import Settings

# The action, and how the event log calls it once it is done.
_DONE = {
    Acknowledge: ("acknowledge", "acknowledged"),
    Assign: ("assign", "assigned"),
    Comment: ("comment", "commented"),
    Reroute: ("reroute", "rerouted"),
    Link: ("link", "linked"),
    Resolve: ("resolve", "resolved"),
    Reopen: ("reopen", "reopened"),
    Withdraw: ("withdraw", "withdrawn"),
    Escalate: ("escalate", "escalated"),
}


@dataclass(frozen=True)
class Occasion:
    """Who acts, when, and in which request."""

    by: str
    at: datetime
    request_id: str


def advance_feedback(
    connection: Connection,
    feedback_id: UUID,
    action: Action,
    settings: Settings,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Feedback:
    """The item after the action. Problem (404) when the actor sees no such item, Problem (422) when the team or the
    person is unknown, TransitionError when it can't be.
    """
    item = feedback.lock(connection, feedback_id, by.team)
    if item is None:
        raise not_found("feedback item")
    book = rules.in_force(connection).book
    _refuse_strangers(action, item, book, now)
    return hand_over(connection, item, action, book, settings, Occasion(by.name, now, request_id))


def hand_over(
    connection: Connection,
    item: Feedback,
    action: Action,
    book: RuleBook,
    settings: Settings,
    occasion: Occasion,
) -> Feedback:
    """As `move`, for actions after which somebody else may answer for the item: they are written to."""
    moved = move(connection, item, action, book, occasion)
    is_assigned = isinstance(action, Assign) and moved is not item
    is_escalated = moved.escalations > 0 and (moved.escalations, moved.accountable) != (
        item.escalations,
        item.accountable,
    )
    if is_assigned or is_escalated:
        what: Occurrence = "assigned" if is_assigned else "escalated"
        notify_person(connection, book, moved, what, Links(settings.public_url), occasion.at)
    return moved


def move(
    connection: Connection, item: Feedback, action: Action, book: RuleBook, occasion: Occasion
) -> Feedback:
    """The item, which the caller has locked, after the action; with what follows from it, it is kept and told."""
    desk = rules.desk(book, action.team if isinstance(action, Reroute) else item.team, occasion.at)
    state = transition(item.state, action, desk.terms(item.severity, occasion.at))
    if state == item.state and not _adds_something(connection, item, action):
        return item
    check_at = desk.warn_at(state.due_at, occasion.at) if state.due_at else None
    moved = item.moved_to(state, occasion.at, check_at)
    feedback.advance(connection, moved)
    _keep(connection, action, item, moved, occasion)
    if isinstance(action, Reroute):
        _learn(connection, action, item, occasion)
        if state.escalations > item.escalations:
            _keep(connection, Escalate("handovers"), moved, moved, occasion)
    if isinstance(action, Resolve):
        ask_whether_fixed(connection, moved, occasion.at)
    return moved


def told(item: Feedback, kind: str, occasion: Occasion, **more: Any) -> Event:
    """What the event log tells of an item: keys and times, and none of anybody's words."""
    data = {
        "feedback_id": str(item.id),
        "team": item.team,
        "survey": item.survey,
        "journey": item.journey,
        "stage": item.stage,
        "channel": item.channel,
        "owner": item.owner,
        "segment": item.segment,
        "language": item.language,
        "sentiment": item.sentiment,
        "kind": item.kind,
        "severity": item.severity,
        "status": item.status,
        "accountable": item.accountable,
        "routed_at": item.routed_at.isoformat(),
        "due_at": _text(item.due_at),
        "acknowledged_at": _text(item.acknowledged_at),
        "resolved_at": _text(item.resolved_at),
        "by": occasion.by,
        **more,
    }
    return Event(new_id(), f"router.feedback.{kind}", str(item.id), occasion.at, occasion.request_id, data)


def _refuse_strangers(action: Action, item: Feedback, book: RuleBook, now: datetime) -> None:
    match action:
        case Reroute(team) if all(known.key != team for known in book.teams):
            raise invalid({"team": [f'There is no team "{team}".']})
        case Assign(person) if not rules.desk(book, item.team, now).knows(person):
            raise invalid({"person": [f'The team "{item.team}" names nobody "{person}".']})


def _adds_something(connection: Connection, item: Feedback, action: Action) -> bool:
    """A comment is one more each time; a link is one, however often it is sent."""
    match action:
        case Comment():
            return True
        case Link(url):
            return not feedback.is_linked(connection, item.id, url)
    return False


def _keep(
    connection: Connection, action: Action, before: Feedback, after: Feedback, occasion: Occasion
) -> None:
    name, done = _DONE[type(action)]
    note, detail = _said(action, before.state, after.state)
    step = Transition(occasion.at, name, before.status, after.status, occasion.by, note, detail)
    feedback.keep_step(connection, after.id, step)
    # A link may lead anywhere: the log tells that there is one.
    more = {} if isinstance(action, Link) else detail
    events.append(connection, [told(after, done, occasion, **more)])


def _said(action: Action, before: FeedbackState, after: FeedbackState) -> tuple[str | None, dict[str, Any]]:
    """What somebody wrote, and what belongs to the action beside it."""
    note: str | None = None
    detail: dict[str, Any] = {}
    match action:
        case Assign(person):
            detail = {"assignee": person}
        case Comment(note):
            pass
        case Reroute(team, note):
            detail = {"from_team": before.team, "to_team": team, "handovers": after.handovers}
        case Link(url, label):
            detail = {"url": url, "label": label}
        case Resolve():
            note, detail = after.what_was_done, {"root_cause": after.root_cause}
        case Reopen(note) | Withdraw(note):
            pass
        case Escalate(note):
            detail = {"to": after.accountable, "escalations": after.escalations}
    return note, detail


def _learn(connection: Connection, action: Reroute, item: Feedback, occasion: Occasion) -> None:
    correction = Correction(
        feedback_id=item.id,
        at=occasion.at,
        text=item.text,
        language=item.language,
        from_team=item.team,
        to_team=action.team,
        by=occasion.by,
        note=action.reason,
    )
    corrections.keep(connection, correction)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
