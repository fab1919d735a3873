"""Explain how a comment would be understood and who would take it, without effect."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection

from feedback_router.domain.context import Context
from feedback_router.domain.priority import Urgency, made_of
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.store import rules
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.decide_teams import Undecided, explain_team
from feedback_router.use_cases.learn_routing import learnt
from feedback_router.use_cases.route_comments import compiled, in_context, is_vulnerable, owned
from feedback_router.use_cases.word_reasons import in_words


@dataclass(frozen=True)
class Explanation:
    """What is understood, who would take it and why, until when, and what its priority is made of."""

    understanding: Understanding
    decision: dict[str, Any]
    accountable: str
    resolve_by: datetime
    priority: str


def explain_routing(
    connection: Connection,
    comment: CommentText,
    context: Context,
    *,
    pipeline: Pipeline,
    language: str,
    now: datetime,
) -> Explanation:
    """What would happen to this comment if it came in now, said in this language."""
    book = rules.in_force(connection).book
    analysis = pipeline.analyse([comment])
    (understanding,) = analysis.understandings
    undecided = Undecided(understanding.masked_text, analysis.texts[0], in_context(context, understanding))
    assignment = explain_team(undecided, compiled(book), owned(book), learnt(connection, book, pipeline))
    severity = int(understanding.severity)
    terms = rules.desk(book, assignment.team, now).terms(severity, now)
    urgency = Urgency(severity, is_vulnerable(understanding), now, terms.promise.resolve_by)
    reason = in_words(assignment.why, language)
    return Explanation(
        understanding,
        {**asdict(assignment), "reason": reason, "reason_language": language},
        terms.chain[0],
        terms.promise.resolve_by,
        in_words(made_of(urgency), language),
    )
