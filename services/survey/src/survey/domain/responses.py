"""Responses: what came back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from survey.domain.surveys import Answers, Survey
from survey.domain.touchpoints import CONTEXT_FIELDS, Context


@dataclass(frozen=True)
class Response:
    """One customer's answers to one survey version."""

    id: UUID
    survey: str
    version: int
    customer_key: str | None
    source: str
    language: str
    context: Context
    answers: Answers
    submitted_at: datetime


def told(response: Response, survey: Survey) -> dict[str, Any]:
    """What the event log says of a response: keys, scores with their definition, comments; never an address."""
    scores, choices, comments = [], [], []
    for question in survey.questions:
        value = response.answers.get(question.key)
        if value is None:
            continue
        if question.scale:
            scores.append(
                {
                    "question": question.key,
                    "type": question.type,
                    "definition": question.scale.version,
                    "value": value,
                }
            )
        elif question.type == "choice":
            choices.append({"question": question.key, "value": value})
        else:
            comments.append({"question": question.key, "text": value})
    return {
        "response_id": str(response.id),
        "survey": response.survey,
        "version": response.version,
        "kind": survey.kind,
        "customer_key": response.customer_key,
        "language": response.language,
        "submitted_at": response.submitted_at.isoformat(),
        **{name: response.context.get(name) for name in CONTEXT_FIELDS},
        "scores": scores,
        "choices": choices,
        "comments": comments,
    }
