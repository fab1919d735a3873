"""The customer's page: one survey, answered by link. GET only looks; POST stores once."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from shared import access, web
from shared.clock import now
from shared.i18n import Texts
from shared.problems import not_found
from shared.service import current
from survey.domain.surveys import read_answers
from survey.use_cases.find_invitation import Found, find_invitation
from survey.use_cases.submit_response import submit_response

blueprint = Blueprint("responses_pages", __name__, url_prefix="/s", template_folder="../templates")

_TEXTS = Texts.of("survey")
# A language is offered under its own name.
_NAMES = {"en": "English", "es": "Español", "pt": "Português"}


@blueprint.get("/<token>")
@access.page(access.PUBLIC)
def show_survey(token: str) -> Response:
    """The questions, or why there are none (any more). Nothing is stored, spent or counted."""
    found = _find(token)
    language = found.survey.language_for(request.args.get("language") or found.invitation.language)
    return _settled(found, language) or _form(found, token, language, {}, {})


@blueprint.post("/<token>")
@access.page(access.PUBLIC)
def submit(token: str) -> Response:
    """Store the answers; the same ones again are thanked for again and change nothing."""
    found = _find(token)
    language = found.survey.language_for(request.form.get("_language") or found.invitation.language)
    if settled := _settled(found, language):
        return settled
    answers, faults = read_answers(found.survey, request.form)
    if faults:
        return _form(found, token, language, request.form.to_dict(), faults, status=422)
    with current().change() as connection:
        submit_response(
            connection,
            found.invitation,
            found.survey,
            answers,
            language=language,
            now=now(),
            request_id=web.request_id(),
        )
    return _thanks(language)


def _find(token: str) -> Found:
    with current().read() as connection:
        found = find_invitation(connection, token, now=now())
    if found is None:
        raise not_found("survey")
    return found


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
    found: Found, token: str, language: str, given: dict[str, str], faults: dict[str, str], status: int = 200
) -> Response:
    return _page(
        status,
        "response.html",
        language,
        survey=found.survey,
        token=token,
        given=given,
        faults=faults,
        names=_NAMES,
    )


def _page(status: int, template: str, language: str, **values: Any) -> Response:
    body = render_template(template, language=language, text=_TEXTS.by_language[language], **values)
    return Response(body, status, headers=web.PAGE_HEADERS)
