"""The customer's page: one survey, answered by link. GET only looks; POST stores once, and corrects."""

from uuid import uuid4

from flask import Blueprint, Response, request

from shared import access, web
from shared.clock import now
from shared.service import current
from survey.domain.anonymity import mark_of
from survey.domain.answers import Answers
from survey.domain.responses import INVITATION, Verdict
from survey.domain.responses import Response as Said
from survey.domain.showings import read_showing, write_showing
from survey.domain.surveys import read_answers
from survey.pages import fields, forms, messages
from survey.pages.device_marks import mark_of_device
from survey.pages.fields import Given
from survey.pages.forms import Filling
from survey.pages.frames import frame_of
from survey.pages.sheets import Sheet
from survey.pages.shown import page, unknown
from survey.use_cases.correct_response import correct_response
from survey.use_cases.find_fresh_form import fresh
from survey.use_cases.find_invitation import Found, find_invitation
from survey.use_cases.keep_anonymous_answer import keep_anonymous_answer
from survey.use_cases.save_partial import save_partial
from survey.use_cases.submit_response import submit_response

blueprint = Blueprint("responses_pages", __name__, url_prefix="/s", template_folder="../templates")


@blueprint.get("/<token>")
@blueprint.get("/<token>/")
@access.page(access.PUBLIC)
def show_survey(token: str) -> Response:
    """The questions, or why there are none (any more). Nothing is stored, spent or counted."""
    found = _find(token)
    if found is None:
        return unknown()
    language = found.survey.language_for(request.args.get("language"), found.link.language)
    frame = frame_of(found.brand)
    if found.link.revoked:
        return page(messages.message(410, "revoked", language, frame, found.survey))
    can_change = not (found.expired or found.survey.anonymous)
    if found.answered and not (can_change and "change" in request.args):
        return page(messages.thanks(found.survey, language, frame, token if can_change else None))
    if found.expired:
        return page(messages.message(410, "expired", language, frame, found.survey))
    pressed = fields.read_pressed(found.survey, request.args)
    if not found.given:
        asked = fresh(found)
        showing = write_showing(asked.showing(now()), current().settings.secret_key)
        return page(forms.fresh_form(asked, token, language, frame, showing, pressed))
    filling = Filling(
        given=fields.shown(found.given | dict(pressed)),
        made_for=found.link.revision or 0,
        carried=(("change", "1"), *pressed) if found.answered else pressed,
        notice="change_text" if found.answered else "resume_text",
    )
    return page(forms.form(forms.paper(found, token, frame), language, filling))


@blueprint.get("/<token>/<path:more>")
@access.page(access.PUBLIC)
def show_unknown(token: str, more: str) -> Response:
    """A link that was broken on its way, by a mail program or by hand."""
    del token, more
    return unknown()


@blueprint.post("/<token>")
@access.page(access.PUBLIC)
def submit(token: str) -> Response:
    """Store the answers, or correct those that are there; the same ones again are thanked for and change nothing."""
    found = _find(token)
    if found is None:
        return unknown()
    given: Given = request.form.to_dict(flat=False)
    language = found.survey.language_for(request.form.get("_language"), found.link.language)
    answers, faults = read_answers(found.survey, fields.raw(found.survey, given), found.known)
    if not found.open or found.spent:
        is_repeated = found.spent or (found.answered and answers == found.link.answers)
        return page(_too_late(found, language, is_repeated=is_repeated))
    made_for = _made_for()
    frame = frame_of(found.brand)
    if faults:
        filling = Filling(given, faults, made_for=made_for, status=422)
        return page(forms.form(forms.paper(found, token, frame), language, filling))
    if found.survey.anonymous:
        _keep(found, token, answers)
        return page(messages.thanks(found.survey, language, frame, None))
    at = now()
    mark = mark_of_device(current().database, request.environ, at)
    showing = read_showing(request.form.get("_showing", ""), current().settings.secret_key)
    quick = showing.quick(at) if showing else None
    said = found.response(answers, language=language, now=at, mark=mark, quick=quick)
    verdict = _store(found, said, made_for)
    if verdict == "overtaken":
        return _overtaken(token, language, given)
    return page(messages.thanks(found.survey, language, frame, token)) if verdict else unknown()


@blueprint.post("/<token>/partial")
@access.page(access.PUBLIC)
def save(token: str) -> Response:
    """Save what is chosen so far; no answer tells whether it was, since nobody reads it."""
    found = _find(token)
    if found is not None:
        given: Given = request.form.to_dict(flat=False)
        language = found.survey.language_for(request.form.get("_language"), found.link.language)
        # What is missing or wrong is for the customer to see when they send it; here it is left out.
        answers, _ = read_answers(found.survey, fields.raw(found.survey, given), found.known)
        with current().database.transaction() as connection:
            save_partial(connection, found, answers, language=language, now=now())
    return Response(status=204, headers=web.PAGE_HEADERS)


def _find(token: str) -> Found | None:
    with current().read() as connection:
        return find_invitation(connection, token, now=now())


def _too_late(found: Found, language: str, *, is_repeated: bool) -> Sheet:
    """Why nothing is taken any more; thanks all the same for what had been taken before."""
    frame = frame_of(found.brand)
    if found.link.revoked:
        return messages.message(410, "revoked", language, frame, found.survey)
    if is_repeated:
        return messages.thanks(found.survey, language, frame, None)
    return messages.message(410, "expired", language, frame, found.survey)


def _made_for() -> int:
    """The revision of the answer that the form showed; 0 when there was none."""
    revision = request.form.get("_revision", "")
    return int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0


def _store(found: Found, said: Said, made_for: int) -> Verdict | None:
    """What became of the answers; None when their customer is not there any more."""
    at, request_id = said.submitted_at, web.request_id()
    with current().change() as connection:
        if submit_response(connection, said, found.survey, now=at, request_id=request_id):
            return "new"
        return correct_response(
            connection, said, found.survey, made_for=made_for, now=at, request_id=request_id
        )


def _keep(found: Found, token: str, answers: Answers) -> None:
    """Nobody is told before it is released, and so nobody is rung for."""
    link = found.link
    with current().database.transaction() as connection:
        keep_anonymous_answer(
            connection,
            link.survey,
            link.version,
            answers,
            source=INVITATION,
            context={},
            mark=mark_of(token),
            random_id=uuid4(),
            now=now(),
        )


def _overtaken(token: str, language: str, given: Given) -> Response:
    """Nothing typed is lost, and nothing is replaced before the customer knows that it would be."""
    found = _find(token)
    if found is None:
        return unknown()
    filling = Filling(given, made_for=found.link.revision or 0, notice="overtaken_text", status=409)
    return page(forms.form(forms.paper(found, token, frame_of(found.brand)), language, filling))
