"""Follow customers who correct their answers: a comment that changed, one that was taken back, one that is new."""

from dataclasses import dataclass, replace
from datetime import datetime

from psycopg import Connection

from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.responses import Response
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.states import Reopen, Status, Withdraw
from feedback_router.store import erasure, feedback, originals, praises, rules
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.advance_feedback import Occasion, move, told
from feedback_router.use_cases.find_praised import find_praised
from feedback_router.use_cases.hear_graver_words import still_as_grave
from feedback_router.use_cases.promise_anew import promise_anew
from feedback_router.use_cases.read_for_themes import keep_vectors
from feedback_router.use_cases.route_comments import (
    as_understood,
    drawn_up,
    is_masked,
    route_comments,
    told_of_routing,
)
from feedback_router.use_cases.tell_executives import tell_executives
from feedback_router.use_cases.understand_comments import Understood
from feedback_router.use_cases.word_reasons import plain
from shared import events
from shared.events import Event

_CUSTOMER = "customer"
_OVER = (Status.RESOLVED, Status.WITHDRAWN)
_TAKEN_BACK, _SAID_AGAIN = plain("comment_taken_back"), plain("said_again")


@dataclass(frozen=True)
class Heard:
    """Corrected answers, in their order, and what is understood of their comments."""

    answers: list[tuple[Event, Response]]
    understood: list[Understood]


def revise_comments(connection: Connection, heard: Heard, *, pipeline: Pipeline, now: datetime) -> None:
    """Bring the items of these answers up to their newest words, each once.

    A team that nobody has chosen by hand yet, and that has not seen the item, is decided anew; else the item stays
    where it is. What is no longer said is withdrawn, and what is said anew after it was over is open again.
    """
    book = rules.in_force(connection).book
    erased = erasure.known(connection, {response.response_id for _, response in heard.answers})
    for event, response in heard.answers:
        if response.response_id in erased:
            continue
        occasion = Occasion(_CUSTOMER, now, event.request_id)
        said = {
            one.comment.question: one
            for one in heard.understood
            if one.event.id == event.id and one.response is response
        }
        for item in feedback.lock_of_response(connection, response.response_id):
            if response.revision <= item.revision:
                said.pop(item.question, None)
            elif item.question in said:
                _say(connection, item, said.pop(item.question), book, pipeline, occasion)
            elif item.state.is_open:
                move(connection, item, Withdraw(_TAKEN_BACK), book, occasion)
            elif item.status == Status.KEPT:
                # There is nothing to withdraw; nobody is sent what its customer says no more.
                praises.replace(connection, item.id, (), now)
        route_comments(connection, list(said.values()), pipeline=pipeline, now=now)


def _say(
    connection: Connection,
    item: Feedback,
    one: Understood,
    book: RuleBook,
    pipeline: Pipeline,
    occasion: Occasion,
) -> None:
    """Put the new words in the place of the old."""
    (new,) = drawn_up(connection, [one], book, pipeline=pipeline, now=occasion.at)
    revised = new if _is_untouched(item) else _kept_where_it_is(item, new)
    # The same words beside another score may be for another team, or no praise any more.
    is_elsewhere = (revised.team, revised.status) != (item.team, item.status)
    is_news = new.text != item.text or is_elsewhere or _was_taken_back(connection, item)
    if item.state.is_open and revised.status != Status.KEPT:
        revised = promise_anew(item, revised, book, occasion.at)
    understood = as_understood(one.understanding, item.submitted_at, revised.resolve_by)
    revised = replace(revised, **understood, routed_at=item.routed_at)
    revised = still_as_grave(item, revised, feedback.transitions(connection, item.id))
    feedback.revise(connection, revised)
    if is_masked(one):
        originals.keep(connection, {item.id: one.comment.text})
    else:
        originals.drop(connection, item.id)
    keep_vectors(connection, {item.id: one.read.vector})
    after = feedback.find(connection, [item.id])[0]
    find_praised(connection, after, one.response, book, now=occasion.at)
    if not is_news:
        return
    step = Transition(
        occasion.at, "revise", item.status, after.status, occasion.by, None, {"team": after.team}
    )
    feedback.keep_step(connection, item.id, step)
    if item.status in _OVER and new.status != Status.KEPT:
        after = move(connection, after, Reopen(_SAID_AGAIN), book, occasion)
    tell_executives(connection, [after], occasion)
    events.append(connection, [told(after, "revised", occasion, from_team=item.team)])
    if (item.status == Status.KEPT) != (after.status == Status.KEPT):
        # Only now is there something to deal with, or nothing any more.
        events.append(connection, [told_of_routing(after, occasion.at, occasion.request_id)])


def _is_untouched(item: Feedback) -> bool:
    """Whether no person has done anything about it, nor has to because it was late."""
    return (
        item.status in (Status.ROUTED, Status.KEPT)
        and not item.handovers
        and not item.escalations
        and item.assignee is None
    )


def _was_taken_back(connection: Connection, item: Feedback) -> bool:
    """Whether it is over only because its customer had nothing to say any more."""
    if item.status != Status.WITHDRAWN:
        return False
    steps = feedback.transitions(connection, item.id)
    return [step.note for step in steps if step.action == "withdraw"][-1:] == [_TAKEN_BACK]


def _kept_where_it_is(item: Feedback, new: Feedback) -> Feedback:
    """The item with the new words; who deals with it still does."""
    return replace(
        item,
        text=new.text,
        severity=new.severity,
        language=new.language,
        scores=new.scores,
        revision=new.revision,
    )
