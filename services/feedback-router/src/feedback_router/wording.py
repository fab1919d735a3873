"""Reasons as their reader reads them: in the language of the request, by programs and on pages alike."""

from dataclasses import replace
from typing import TypeVar

from flask import after_this_request, g, request
from werkzeug.wrappers import Response

from feedback_router.domain.decisions import Decision
from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.use_cases.word_reasons import said_in
from shared import i18n

Kept = TypeVar("Kept", Feedback, Decision)


def language() -> str:
    """The language of ours that the caller likes best; whoever caches the answer hears that it depends on that."""
    if "language" not in g:
        after_this_request(_varies)
        g.language = i18n.best(request.accept_languages)
    known: str = g.language
    return known


def worded(kept: Kept) -> Kept:
    """An item or a decision with its reason in the caller's language, if it can be said in that."""
    reason, told_in = said_in(language(), kept.reason, kept.why)
    if reason == kept.reason:
        return kept
    return replace(kept, reason=reason, reason_language=told_in)


def worded_step(step: Transition) -> Transition:
    """A step of an item's way; what a person noted stays as they wrote it."""
    if step.note is None:
        return step
    return replace(step, note=said_in(language(), step.note, step.detail.get("why"))[0])


def _varies(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
