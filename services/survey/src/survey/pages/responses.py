"""The customer's page: one survey, answered by link. GET only looks; POST stores once."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from shared import access, i18n, web
from shared.clock import now
from shared.i18n import Texts
from shared.service import current
from survey.domain.answers import AnswerError, read_answer
from survey.domain.questions import Question
from survey.domain.surveys import Survey, read_answers
from survey.use_cases.find_invitation import Found, find_invitation
from survey.use_cases.submit_response import submit_response
from survey.wording import word

blueprint = Blueprint("responses_pages", __name__, url_prefix="/s", template_folder="../templates")

_TEXTS = Texts.of("survey")
# A language is offered under its own name.
_NAMES = {"en": "English", "es": "Español", "pt": "Português"}

# What is in a form's field or was chosen before, by the field's name; several where several can be chosen.
Given = Mapping[str, list[str]]


@blueprint.get("/<token>")
@access.page(access.PUBLIC)
def show_survey(token: str) -> Response:
    """The questions, or why there are none (any more). Nothing is stored, spent or counted."""
    found = _find(token)
    if found is None:
        return _unknown()
    language = found.survey.language_for(request.args.get("language") or found.invitation.language)
    return _settled(found, language) or _form(found, token, language, _pressed(found.survey), {})


@blueprint.post("/<token>")
@access.page(access.PUBLIC)
def submit(token: str) -> Response:
    """Store the answers; the same ones again are thanked for again and change nothing."""
    found = _find(token)
    if found is None:
        return _unknown()
    language = found.survey.language_for(request.form.get("_language") or found.invitation.language)
    if settled := _settled(found, language):
        return settled
    answers, faults = read_answers(found.survey, _raw(found.survey, request.form), found.known)
    if faults:
        return _form(found, token, language, request.form.to_dict(flat=False), faults, status=422)
    with current().change() as connection:
        submit_response(
            connection,
            found.invitation,
            found.survey,
            answers,
            found.known,
            language=language,
            now=now(),
            request_id=web.request_id(),
        )
    return _thanks(language)


def _find(token: str) -> Found | None:
    with current().read() as connection:
        return find_invitation(connection, token, now=now())


def _pressed(survey: Survey) -> Given:
    """The score whose button in the mail was pressed. Nothing else is ever chosen beforehand."""
    return {
        question.key: [request.args[question.key].strip()]
        for question in survey.questions
        if question.scale
        and question.key in request.args
        and _is_answer(question, request.args[question.key])
    }


def _is_answer(question: Question, raw: str) -> bool:
    try:
        return read_answer(question, raw) is not None
    except AnswerError:
        return False


def _raw(survey: Survey, form: MultiDict[str, str]) -> dict[str, object]:
    several = {question.key for question in survey.questions if question.type == "multiple"}
    return {name: form.getlist(name) if name in several else form[name] for name in form}


def _unknown() -> Response:
    language = i18n.best(request.accept_languages)
    text = _TEXTS.by_language[language]
    return _page(404, "message.html", language, title=text["unknown_title"], body=text["unknown_text"])


def _settled(found: Found, language: str) -> Response | None:
    """What to say when there is nothing to answer any more."""
    if found.answered:
        return _thanks(language)
    if found.expired:
        text = _TEXTS.by_language[language]
        return _page(410, "message.html", language, title=text["expired_title"], body=text["expired_text"])
    return None


def _thanks(language: str) -> Response:
    text = _TEXTS.by_language[language]
    return _page(200, "message.html", language, title=text["thanks_title"], body=text["thanks_text"])


def _form(
    found: Found, token: str, language: str, given: Given, faults: dict[str, str], status: int = 200
) -> Response:
    questions = [question for question in found.survey.questions if question.key not in found.known]
    return _page(
        status,
        "response.html",
        language,
        survey=found.survey,
        questions=questions,
        has_conditions=any(question.show_if for question in questions),
        worded=word(found.survey, language, _TEXTS.by_language[language], found.facts),
        known={key: value if isinstance(value, list) else [value] for key, value in found.known.items()},
        token=token,
        given=given,
        faults=faults,
        pressed=given if request.method == "GET" else {},
        names=_NAMES,
    )


def _page(status: int, template: str, language: str, **values: Any) -> Response:
    nonce = secrets.token_urlsafe(12)
    text = _TEXTS.by_language[language]
    body = render_template(template, language=language, text=text, nonce=nonce, **values)
    return Response(body, status, headers={**web.PAGE_HEADERS, "Content-Security-Policy": _policy(nonce)})


def _policy(nonce: str) -> str:
    """This page's own style and script and nothing else; a form that goes home."""
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
