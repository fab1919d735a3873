"""Make each comment a feedback item: the team that takes it, and why."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from psycopg import Connection

from feedback_router.domain.context import Context
from feedback_router.domain.desks import Desk
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.ownership import ownership_of
from feedback_router.domain.praise import is_nothing_but_praise
from feedback_router.domain.priority import Urgency, priority
from feedback_router.domain.routing import Assignment, compile_rules
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.score_requests import tells_of_score_request
from feedback_router.domain.states import Status, kept, routed
from feedback_router.domain.understanding import Harm, Kind, Understanding
from feedback_router.store import erasure, feedback, originals, rules
from feedback_router.text.pipeline import Pipeline
from feedback_router.text.praise_signs import signs_of
from feedback_router.use_cases.advance_feedback import Occasion
from feedback_router.use_cases.decide_teams import Undecided, decide_teams
from feedback_router.use_cases.find_praised import find_praised
from feedback_router.use_cases.learn_routing import learnt
from feedback_router.use_cases.read_for_themes import keep_vectors
from feedback_router.use_cases.tell_executives import tell_executives
from feedback_router.use_cases.understand_comments import Understood
from feedback_router.use_cases.word_reasons import in_words
from shared import events
from shared.events import Event
from shared.ids import derived_id, new_id

# Who acts when nobody does.
BY = "escucha"
# A version of the rules never changes, so a process makes it ready once.
compiled = lru_cache(maxsize=4)(compile_rules)
owned = lru_cache(maxsize=4)(ownership_of)


def route_comments(
    connection: Connection, understood: list[Understood], *, pipeline: Pipeline, now: datetime
) -> None:
    """Keep these comments, each once, and tell who takes those that are new; none of who was erased meanwhile."""
    erased = erasure.known(connection, {heard.response.response_id for heard in understood})
    # The same comment may be told twice in a batch: the first time counts.
    new = {
        derived_id("feedback", str(heard.response.response_id), heard.comment.question): heard
        for heard in reversed(understood)
        if heard.response.response_id not in erased
    }
    if not new:
        return
    in_order = list(reversed(new.values()))
    book = rules.in_force(connection).book
    items = drawn_up(connection, in_order, book, pipeline=pipeline, now=now)
    fresh = feedback.insert(connection, items)
    kept = [(item, heard) for item, heard in zip(items, in_order, strict=True) if item.id in fresh]
    originals.keep(connection, {item.id: heard.comment.text for item, heard in kept if is_masked(heard)})
    keep_vectors(connection, {item.id: heard.read.vector for item, heard in kept})
    events.append(connection, [told_of_routing(item, now, heard.event.request_id) for item, heard in kept])
    for item, heard in kept:
        tell_executives(connection, [item], Occasion(BY, now, heard.event.request_id))
        if item.status == Status.KEPT:
            find_praised(connection, item, heard.response, book, now=now)


def drawn_up(
    connection: Connection,
    understood: Sequence[Understood],
    book: RuleBook,
    *,
    pipeline: Pipeline,
    now: datetime,
) -> list[Feedback]:
    """The items that these comments make by the rules and by what has been learnt."""
    desks = lru_cache(partial(rules.desk, book, now=now))
    undecided = [
        Undecided(heard.understanding.masked_text, heard.read, context_of(heard)) for heard in understood
    ]
    assignments = decide_teams(undecided, compiled(book), owned(book), learnt(connection, book, pipeline))
    return [
        _item(heard, assignment, desks(assignment.team), now, is_praise=_is_kept(heard, assignment, book))
        for heard, assignment in zip(understood, assignments, strict=True)
    ]


def context_of(heard: Understood) -> Context:
    """What rules may ask about: what the answer says, and what is understood of the comment."""
    return in_context(heard.response.context, heard.understanding)


def in_context(context: Context, understanding: Understanding) -> Context:
    """A context with what is understood."""
    return replace(
        context,
        kind=understanding.kind,
        severity=int(understanding.severity),
        topics=understanding.topics,
    )


def is_masked(heard: Understood) -> bool:
    """Whether the team sees something else than was written."""
    return heard.understanding.masked_text != heard.comment.text


def is_vulnerable(understanding: Understanding) -> bool:
    """Whether the comment tells of a person at risk."""
    return any(reason.harm is Harm.VULNERABILITY for reason in understanding.severity_reasons)


def as_understood(
    understanding: Understanding, submitted_at: datetime, resolve_by: datetime
) -> dict[str, Any]:
    """What an item says of its comment, by field: the masked words, what they mean, and how urgent that makes it."""
    severity = int(understanding.severity)
    urgency = Urgency(severity, is_vulnerable(understanding), submitted_at, resolve_by)
    return {
        "text": understanding.masked_text,
        "sentiment": understanding.sentiment,
        "sentiment_polarity": understanding.sentiment_score,
        "sentiment_model": understanding.model_version if understanding.sentiment else None,
        "kind": understanding.kind,
        "severity": severity,
        "severity_reasons": [asdict(reason) for reason in understanding.severity_reasons],
        "topics": list(understanding.topics),
        "priority": priority(urgency),
        "understood_by": understanding.model_version,
    }


def _is_kept(heard: Understood, assignment: Assignment, book: RuleBook) -> bool:
    """Whether nobody has to do anything about it; where nobody knows whose it is, triage still has to find out."""
    understanding, context = heard.understanding, heard.response.context
    # Most is no praise: its words need not be read once more.
    if assignment.team == book.triage or understanding.kind is not Kind.PRAISE:
        return False
    signs = signs_of(understanding.masked_text, understanding.language)
    scores = ((score.value, score.out_of) for score in context.scores)
    return is_nothing_but_praise(understanding, signs, context.survey, scores)


def _item(
    heard: Understood, assignment: Assignment, desk: Desk, now: datetime, *, is_praise: bool
) -> Feedback:
    response, understanding = heard.response, heard.understanding
    terms = desk.terms(int(understanding.severity), now)
    state = kept(terms) if is_praise else routed(terms)
    promise = state.promise
    return Feedback(
        id=derived_id("feedback", str(response.response_id), heard.comment.question),
        response_id=response.response_id,
        question=heard.comment.question,
        survey=response.survey,
        survey_version=response.version,
        customer_key=response.customer_key,
        language=understanding.language,
        scores=[vars(score) for score in response.scores],
        journey=response.journey,
        stage=response.stage,
        channel=response.channel,
        owner=response.owner,
        segment=response.segment,
        touchpoint=response.touchpoint,
        product=response.product,
        team=state.team,
        rule=assignment.rule,
        reason=in_words(assignment.why, "en"),
        why=assignment.why,
        phrases=list(assignment.phrases),
        runner_up=asdict(assignment.runner_up) if assignment.runner_up else None,
        rules_version=assignment.rules_version,
        submitted_at=response.submitted_at,
        routed_at=now,
        accountable=state.accountable,
        acknowledge_by=promise.acknowledge_by,
        resolve_by=promise.resolve_by,
        check_at=None if is_praise else desk.warn_at(promise.acknowledge_by, now),
        **as_understood(understanding, response.submitted_at, promise.resolve_by),
        decided_by=assignment.decided_by,
        confidence=assignment.confidence,
        learnt_from=list(assignment.learnt_from),
        revision=response.revision,
        status=state.status,
    )


def told_of_routing(item: Feedback, at: datetime, request_id: str) -> Event:
    """What the event log tells of an item that has come to a team, at a moment."""
    data = {
        "feedback_id": str(item.id),
        "response_id": str(item.response_id),
        "question": item.question,
        "survey": item.survey,
        "survey_version": item.survey_version,
        "customer_key": item.customer_key,
        "language": item.language,
        "sentiment": item.sentiment,
        "team": item.team,
        "rule": item.rule,
        "reason": item.reason,
        "reason_language": "en",
        "why": item.why,
        "decided_by": item.decided_by,
        "confidence": item.confidence,
        "rules_version": item.rules_version,
        "journey": item.journey,
        "stage": item.stage,
        "channel": item.channel,
        "owner": item.owner,
        "segment": item.segment,
        "kind": item.kind,
        "severity": item.severity,
        "topics": item.topics,
        "asked_for_score": tells_of_score_request(item.text),
        "accountable": item.accountable,
        "due_at": item.due_at.isoformat() if item.due_at else None,
        "submitted_at": item.submitted_at.isoformat(),
    }
    # Praise asks nothing of anybody: whoever counts what is to be dealt with leaves it aside.
    kind = "kept" if item.status == Status.KEPT else "routed"
    return Event(new_id(), f"router.feedback.{kind}", str(item.id), at, request_id, data)
