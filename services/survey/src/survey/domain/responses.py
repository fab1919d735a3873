"""Responses: what came back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from survey.domain.answers import Answers
from survey.domain.questions import SCALES, Question, Value
from survey.domain.surveys import Survey
from survey.domain.touchpoints import CONTEXT_FIELDS, Context

# Where answers come from that are given here. What is imported comes from elsewhere.
INVITATION, OPEN_LINK = "invitation", "open-link"


@dataclass(frozen=True)
class Response:
    """One customer's answers to one survey version. What was `known` was not asked, and is in no n.

    `revision` counts from 1. It is not `complete` while the customer only went away from a form and never sent it.
    `touchpoint` is what it is about, as source, id and type; None for answers that came without an invitation. `mark`
    says which other answers of its day came from the same device and network, `quick` whether it was sent sooner than
    anybody reads, None where nobody measured; both are only told, never kept here.
    """

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
    touchpoint: dict[str, str | None] | None = None
    revision: int = 1
    complete: bool = True
    mark: str | None = None
    quick: bool | None = None


@dataclass(frozen=True)
class Revision:
    """What a response said from one moment on."""

    revision: int
    language: str
    answers: Answers
    complete: bool
    at: datetime


@dataclass(frozen=True)
class Sent:
    """What a form says by itself: who sent it, and what about, knows the link by which it comes."""

    survey: Survey
    version: int
    language: str
    answers: Answers
    submitted_at: datetime
    known: Answers = field(default_factory=dict)
    mark: str | None = None
    quick: bool | None = None
    revision: int = 1
    complete: bool = True


Verdict = Literal["new", "known", "overtaken"]


def judge(response: Response, made_for: int, revisions: Sequence[Revision]) -> Verdict:
    """What new answers are to a response with these revisions, sent by a form made for the revision of that number.

    They are `known` when the response says so already, or when this very form was sent before: somebody sends twice, or
    a network does. They are `overtaken` when another form was sent since this one was opened: nobody who sends it can
    know that it would replace anything.
    """
    since = [revision for revision in revisions if revision.complete and revision.revision > made_for]
    for revision in (*since, revisions[-1]):
        if revision.answers == response.answers and (revision.complete or not response.complete):
            return "known"
    return "overtaken" if since else "new"


def told(response: Response, survey: Survey) -> dict[str, Any]:
    """What the event log says of a response: keys, scores with their definition, comments; never an address."""
    return {
        **told_by_form(response, survey),
        "response_id": str(response.id),
        "customer_key": response.customer_key,
        "touchpoint": response.touchpoint,
        **{name: response.context.get(name) for name in CONTEXT_FIELDS},
    }


def told_by_form(said: Response | Sent, survey: Survey) -> dict[str, Any]:
    """The part of it that is the same whose response it is; of the touchpoint's context only the names.

    `scores` are those whose scale all services know. A scale that a survey declared travels with its ratings.
    """
    lists: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in ("scores", "choices", "comments", "ratings", "selections", "permissions", "known")
    }
    for question in survey.questions:
        for name, entry in _entries(question, said):
            lists[name].append({"question": question.key, **entry})
    return {
        "survey": survey.key,
        "version": said.version,
        "kind": survey.kind,
        "language": said.language,
        "submitted_at": said.submitted_at.isoformat(),
        "revision": said.revision,
        "complete": said.complete,
        "mark": said.mark,
        "flags": None if said.quick is None else ["quick"] * said.quick,
        **dict.fromkeys(CONTEXT_FIELDS),
        **lists,
    }


def _entries(question: Question, said: Response | Sent) -> list[tuple[str, dict[str, Any]]]:
    value, known = said.answers.get(question.key), said.known.get(question.key)
    if known is not None:
        return [("known", {"value": known})]
    if value is None:
        return []
    entries = [_entry(question, value)]
    if question.other_key in said.answers:
        entries.append(
            ("comments", {"question": question.other_key, "text": said.answers[question.other_key]})
        )
    return entries


def _entry(question: Question, value: Value) -> tuple[str, dict[str, Any]]:
    if question.scale:
        score = {"type": question.type, "definition": question.scale.version, "value": value}
        if question.scale is SCALES.get(question.type):
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
