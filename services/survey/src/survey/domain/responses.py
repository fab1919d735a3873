"""Responses: what came back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from survey.domain.answers import Answers
from survey.domain.questions import SCALES, Question, Value
from survey.domain.surveys import Survey
from survey.domain.touchpoints import CONTEXT_FIELDS, Context


@dataclass(frozen=True)
class Response:
    """One customer's answers to one survey version. What was `known` was not asked, and is in no n."""

    id: UUID
    survey: str
    version: int
    customer_key: str | None
    source: str
    language: str
    context: Context
    answers: Answers
    submitted_at: datetime
    known: Answers = field(default_factory=dict)


def told(response: Response, survey: Survey) -> dict[str, Any]:
    """What the event log says of a response: keys, scores with their definition, comments; never an address.

    `scores` are those whose scale all services know. A scale that a survey declared travels with its ratings.
    """
    lists: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in ("scores", "choices", "comments", "ratings", "selections", "permissions", "known")
    }
    for question in survey.questions:
        for name, entry in _entries(question, response):
            lists[name].append({"question": question.key, **entry})
    return {
        "response_id": str(response.id),
        "survey": response.survey,
        "version": response.version,
        "kind": survey.kind,
        "customer_key": response.customer_key,
        "language": response.language,
        "submitted_at": response.submitted_at.isoformat(),
        **{name: response.context.get(name) for name in CONTEXT_FIELDS},
        **lists,
    }


def _entries(question: Question, response: Response) -> list[tuple[str, dict[str, Any]]]:
    value, known = response.answers.get(question.key), response.known.get(question.key)
    if known is not None:
        return [("known", {"value": known})]
    if value is None:
        return []
    entries = [_entry(question, value)]
    if question.other_key in response.answers:
        entries.append(
            ("comments", {"question": question.other_key, "text": response.answers[question.other_key]})
        )
    return entries


def _entry(question: Question, value: Value) -> tuple[str, dict[str, Any]]:
    if question.scale:
        score = {"type": question.type, "definition": question.scale.version, "value": value}
        if question.scale == SCALES.get(question.type):
            return "scores", score
        scale = {
            "low": question.scale.low,
            "high": question.scale.high,
            "direction": question.scale.direction,
        }
        return "ratings", {**score, **scale}
    match question.type:
        case "multiple":
            return "selections", {"values": value}
        case "contact_permission":
            return "permissions", {"granted": value == "yes"}
        case "choice" | "yes_no" | "emotion":
            return "choices", {"value": value}
    return "comments", {"text": value}
