"""The front door: fresh forms and first answers, which are nearly all that customers ask for, answered without Flask.

Whatever is not as plain as that goes to Flask, whose pages (`responses.py`) know every case and mean the same by it:
an answer that is there already, a closed or unknown link, an anonymous survey, faults in a form, a database that does
not answer.
"""

import re
import time
from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import psycopg

from shared import observed
from shared.clock import now
from shared.db import Executes
from shared.service import Service
from survey.domain.answers import Answers
from survey.domain.brands import Brand
from survey.domain.responses import Sent
from survey.domain.showings import Showing, read_showing, write_showing
from survey.domain.surveys import Survey, read_answers
from survey.pages import fields, forms, messages
from survey.pages.device_marks import mark_of_device
from survey.pages.frames import Frame
from survey.pages.sheets import Sheet
from survey.store import surveys
from survey.use_cases.find_fresh_form import find_fresh_form
from survey.use_cases.find_invitation import find_invitation
from survey.use_cases.take_answer import take_answer

_LINK = re.compile(r"/s/([A-Za-z0-9_-]{20,60})")
_ROUTE = "/s/<token>"
_FORM = "application/x-www-form-urlencoded"
_MOST_BYTES = 64 * 1024
_MOST_FIELDS = 500


class Door:
    """A WSGI app in front of another one."""

    def __init__(self, behind: WSGIApplication, service: Service[Any]) -> None:
        self._behind = behind
        self._service = service

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or let it in."""
        link = _LINK.fullmatch(environ.get("PATH_INFO", ""))
        method = environ["REQUEST_METHOD"]
        if link and method in ("GET", "HEAD", "POST"):
            started = time.perf_counter()
            request_id = observed.begin(self._service.name, environ.get("HTTP_X_REQUEST_ID", ""))
            try:
                sheet = (
                    self._take(environ, link[1], request_id)
                    if method == "POST"
                    else self._show(environ, link[1])
                )
            except psycopg.Error:
                sheet = None  # what it means is told behind
            if sheet:
                headers = [
                    ("Content-Type", "text/html; charset=utf-8"),
                    ("Content-Length", str(len(sheet.body))),
                    *sheet.headers.items(),
                    ("X-Request-Id", request_id),
                ]
                start_response(_STATUS[sheet.status], headers)
                observed.end(self._service.name, request_id, _ROUTE, method, sheet.status, started)
                return [] if method == "HEAD" else [sheet.body]
        return self._behind(environ, start_response)

    def _show(self, environ: WSGIEnvironment, token: str) -> Sheet | None:
        """The form of a link that nobody has used yet."""
        query = _fields(environ.get("QUERY_STRING", ""))
        if query is None:
            return None
        at = now()
        with self._service.database.warm() as connection:
            asked = find_fresh_form(connection, token, now=at)
        if asked is None:
            return None
        first = {name: values[0] for name, values in query.items()}
        language = asked.survey.language_for(first.get("language"), asked.language)
        showing = write_showing(asked.showing(at), self._service.settings.secret_key)
        pressed = fields.read_pressed(asked.survey, first)
        return forms.fresh_form(asked, token, language, self._frame(asked.brand), showing, pressed)

    def _take(self, environ: WSGIEnvironment, token: str, request_id: str) -> Sheet | None:
        """Thanks for a first answer without faults, once it is stored with its event."""
        form = _form(environ)
        if form is None:
            return None
        at = now()
        showing = read_showing(form.get("_showing", [""])[0], self._service.settings.secret_key)
        with self._service.database.warm() as connection:
            asked = _asked(connection, token, form, showing, at)
            if asked is None:
                return None
            survey = asked.survey
            answers, faults = read_answers(survey, fields.raw(survey, form), asked.known)
            if faults:
                return None
            language = survey.language_for(form.get("_language", [""])[0], asked.language)
            mark = mark_of_device(self._service.database, environ, at)
            quick = showing.quick(at) if showing else None
            sent = Sent(survey, asked.version, language, answers, at, asked.known, mark, quick)
            brand = take_answer(connection, token, sent, request_id=request_id)
        if brand is None:
            return None
        self._service.tell_followers_soon()
        return messages.thanks(survey, language, self._frame(brand), token)

    def _frame(self, brand: Brand) -> Frame:
        return Frame(brand, self._service.settings.complaint_url)


class _Asked(NamedTuple):
    """What a form asks, and in which language if it doesn't say."""

    survey: Survey
    version: int
    known: Answers
    language: str


_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def _asked(
    connection: Executes, token: str, form: dict[str, list[str]], showing: Showing | None, at: datetime
) -> _Asked | None:
    """As the form says itself; of one that doesn't say, its link is looked up. None where no first answer is taken."""
    if showing and showing.survey and showing.version and "_language" in form:
        survey = surveys.find(connection, showing.survey, showing.version)
        return _Asked(survey, showing.version, {}, "") if survey else None
    found = find_invitation(connection, token, now=at)
    if found is None or not found.open or found.link.revision is not None or found.survey.anonymous:
        return None
    return _Asked(found.survey, found.link.version, found.known, found.link.language)


def _form(environ: WSGIEnvironment) -> dict[str, list[str]] | None:
    """The fields of a form, None for what is none. Who comes behind can read the body again."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not environ.get("CONTENT_TYPE", "").startswith(_FORM) or not length.isdigit():
        return None
    if int(length) > _MOST_BYTES:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    if len(body) != int(length):
        return None
    try:
        return _fields(body.decode("ascii"))
    except UnicodeDecodeError:
        return None


def _fields(encoded: str) -> dict[str, list[str]] | None:
    """The fields by name, None where they are none that a browser sends: what the slower `parse_qsl` reads."""
    named: dict[str, list[str]] = {}
    if encoded.count("&") >= _MOST_FIELDS:
        return None
    try:
        for pair in encoded.split("&"):
            if pair:
                name, _, value = pair.partition("=")
                named.setdefault(_plain(name), []).append(_plain(value))
    except UnicodeDecodeError:
        return None
    return named


def _plain(encoded: str) -> str:
    spaced = encoded.replace("+", " ")
    return unquote(spaced, errors="strict") if "%" in spaced else spaced
