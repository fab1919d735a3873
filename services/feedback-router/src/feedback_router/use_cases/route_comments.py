"""Make each comment a feedback item: the team that takes it, and why."""

from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.routing import Assignment, compile_rules, route
from feedback_router.store import erasure, feedback, rules
from feedback_router.use_cases.understand_comments import Understood
from shared import events
from shared.events import Event
from shared.ids import derived_id, new_id

# A version of the rules never changes, so a process makes it ready once.
_compiled = lru_cache(maxsize=4)(compile_rules)


def route_comments(connection: Connection, understood: list[Understood], *, now: datetime) -> None:
    """Keep these comments, each once, and tell who takes those that are new; none of who was erased meanwhile."""
    in_force = _compiled(rules.in_force(connection).book)
    erased = erasure.known(connection, {heard.response.response_id for heard in understood})
    items = []
    causes = {}
    for heard in understood:
        if heard.response.response_id in erased:
            continue
        item = _item(heard, route(heard.comment.text, heard.response.context, in_force), now)
        if item.id not in causes:
            causes[item.id] = heard.event.request_id
            items.append(item)
    fresh = feedback.insert(connection, items) if items else set()
    events.append(connection, [_routed(item, causes[item.id]) for item in items if item.id in fresh])


def _item(heard: Understood, assignment: Assignment, now: datetime) -> Feedback:
    response, comment, sentiment = heard.response, heard.comment, heard.sentiment
    return Feedback(
        id=derived_id("feedback", str(response.response_id), comment.question),
        response_id=response.response_id,
        question=comment.question,
        survey=response.survey,
        survey_version=response.version,
        customer_key=response.customer_key,
        text=comment.text,
        language=heard.language,
        sentiment=sentiment.label if sentiment else None,
        sentiment_polarity=sentiment.polarity if sentiment else None,
        sentiment_model=sentiment.model if sentiment else None,
        scores=[vars(score) for score in response.scores],
        journey=response.journey,
        stage=response.stage,
        channel=response.channel,
        owner=response.owner,
        segment=response.segment,
        team=assignment.team,
        rule=assignment.rule,
        reason=assignment.reason,
        phrases=list(assignment.phrases),
        runner_up=asdict(assignment.runner_up) if assignment.runner_up else None,
        rules_version=assignment.rules_version,
        submitted_at=response.submitted_at,
        routed_at=now,
    )


def _routed(item: Feedback, request_id: str) -> Event:
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
        "rules_version": item.rules_version,
        "journey": item.journey,
        "stage": item.stage,
        "channel": item.channel,
        "owner": item.owner,
        "segment": item.segment,
        "submitted_at": item.submitted_at.isoformat(),
    }
    return Event(new_id(), "router.feedback.routed", str(item.id), item.routed_at, request_id, data)
