"""The page of an open link. GET only looks; each form that is sent is an answer of its own, once."""

import json
from uuid import uuid4

from flask import Blueprint, Response, request

from shared import access, web
from shared.clock import now
from shared.service import current
from survey.domain.anonymity import mark_of
from survey.domain.answers import Answers
from survey.domain.open_links import (
    KIOSK_S,
    MOST_A_MINUTE,
    Stamp,
    read_stamp,
    write_stamp,
)
from survey.domain.responses import OPEN_LINK, Verdict
from survey.domain.surveys import Survey, read_answers
from survey.pages import fields, forms, messages
from survey.pages.device_marks import mark_of_device
from survey.pages.fields import Given
from survey.pages.forms import Filling, Paper
from survey.pages.frames import frame_of
from survey.pages.sheets import Sheet
from survey.pages.shown import page, unknown
from survey.store import surveys
from survey.use_cases.find_open_link import FoundOpen, find_open_link
from survey.use_cases.keep_anonymous_answer import keep_anonymous_answer
from survey.use_cases.take_open_answer import reject_open_answer, take_open_answer

blueprint = Blueprint("open_links_pages", __name__, url_prefix="/o", template_folder="../templates")


@blueprint.get("/<token>")
@blueprint.get("/<token>/")
@access.page(access.PUBLIC)
def show_form(token: str) -> Response:
    """The questions, as nobody has answered them. Nothing is stored, spent or counted."""
    found = _find(token)
    if found is None:
        return unknown()
    language = _language(found, request.args.get("language"))
    if not found.open:
        return _closed(found, language)
    return page(_form(found, found.survey, token, _new_stamp(found), language, Filling()))


@blueprint.get("/<token>/<path:more>")
@access.page(access.PUBLIC)
def show_unknown(token: str, more: str) -> Response:
    """A link that was broken on its way, as people type one from a poster."""
    del token, more
    return unknown()


@blueprint.post("/<token>")
@access.page(access.PUBLIC)
def submit(token: str) -> Response:
    """Store the answers; the same form again is thanked for and changes nothing."""
    found = _find(token)
    if found is None:
        return unknown()
    given: Given = request.form.to_dict(flat=False)
    language = _language(found, request.form.get("_language"))
    if not found.open:
        return _closed(found, language)
    sealed = request.form.get("_stamp", "")
    stamp = read_stamp(sealed, found.link.id, current().settings.secret_key)
    if stamp is None:
        return _again(found, token, language, Filling(given, notice="lost_stamp_text", status=422))
    with current().read() as connection:
        survey = surveys.get(connection, found.link.survey, stamp.version)
    standing = current().rate_limits.hit(f"open-link:{found.link.id}", MOST_A_MINUTE)
    if standing is not None and not standing.allowed:
        busy = _form(found, survey, token, sealed, language, Filling(given, notice="busy_text", status=429))
        return page(busy._replace(more=(("Retry-After", standing.headers["Retry-After"]),)))
    return _take(found, survey, token, stamp, sealed, given, language)


def _take(
    found: FoundOpen, survey: Survey, token: str, stamp: Stamp, sealed: str, given: Given, language: str
) -> Response:
    answers, faults = read_answers(survey, fields.raw(survey, given))
    if request.form.get("_url"):
        _reject(found, stamp, answers, language)
    elif faults:
        return page(_form(found, survey, token, sealed, language, Filling(given, faults, status=422)))
    elif _store(found, survey, stamp, sealed, answers, language) == "overtaken":
        return _again(found, token, language, Filling(given, notice="sent_before_text", status=409))
    after_s = KIOSK_S if found.link.kiosk else None
    return page(messages.next_please(survey, language, frame_of(found.brand), token, after_s))


def _find(token: str) -> FoundOpen | None:
    with current().read() as connection:
        return find_open_link(connection, token, now=now())


def _language(found: FoundOpen, wanted: str | None) -> str:
    """The one that was asked for, else the link's own, else the one that the browser likes best."""
    survey = found.survey
    return survey.language_for(
        wanted, found.link.language, request.accept_languages.best_match(survey.languages)
    )


def _new_stamp(found: FoundOpen) -> str:
    return write_stamp(Stamp(uuid4(), found.version, now()), found.link.id, current().settings.secret_key)


def _form(found: FoundOpen, survey: Survey, token: str, stamp: str, language: str, filling: Filling) -> Sheet:
    mode: forms.Mode = "anonymous" if survey.anonymous else "open"
    paper = Paper(survey, f"/o/{token}", frame_of(found.brand), mode, stamp=stamp, kiosk=found.link.kiosk)
    return forms.form(paper, language, filling)


def _again(found: FoundOpen, token: str, language: str, filling: Filling) -> Response:
    """Nothing that was chosen is lost; sent once more, it is an answer of its own."""
    return page(_form(found, found.survey, token, _new_stamp(found), language, filling))


def _store(
    found: FoundOpen, survey: Survey, stamp: Stamp, sealed: str, answers: Answers, language: str
) -> Verdict:
    service, link = current(), found.link
    if not survey.anonymous:
        at = now()
        # On a kiosk all answers come from one device, and that says nothing.
        mark = None if link.kiosk else mark_of_device(service.database, request.environ, at)
        with service.change() as connection:
            return take_open_answer(
                connection,
                link,
                stamp,
                survey,
                answers,
                language=language,
                now=at,
                request_id=web.request_id(),
                mark=mark,
            )
    # Who sends the same form with other answers is somebody else: nobody could tell which ones were there before.
    sealed_mark = mark_of(sealed, json.dumps(answers, sort_keys=True))
    with service.database.transaction() as connection:
        keep_anonymous_answer(
            connection,
            link.survey,
            stamp.version,
            answers,
            source=OPEN_LINK,
            context=link.context,
            mark=sealed_mark,
            random_id=uuid4(),
            now=now(),
        )
    return "new"


def _reject(found: FoundOpen, stamp: Stamp, answers: Answers, language: str) -> None:
    with current().change() as connection:
        reject_open_answer(
            connection,
            found.link,
            stamp,
            answers,
            "honeypot",
            language=language,
            now=now(),
            request_id=web.request_id(),
        )


def _closed(found: FoundOpen, language: str) -> Response:
    return page(messages.message(410, "closed", language, frame_of(found.brand), found.survey))
