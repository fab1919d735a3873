"""The front door: fresh forms and first answers, which are nearly all that customers ask for, answered without Flask.

Whatever is not as plain as that goes to Flask, whose pages (`responses.py`) know every case and mean the same by it:
an answer that is there already, a closed or unknown link, an anonymous survey, faults in a form, a database that does
not answer.
"""

import re
import time
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import psycopg

from shared import observed
from shared.clock import now
from shared.service import Service
from survey.domain.showings import seconds_shown, write_showing
from survey.domain.surveys import read_answers
from survey.pages import sheets
from survey.pages.device_marks import mark_of_device
from survey.pages.frames import Frame
from survey.pages.sheets import Sheet
from survey.use_cases.find_invitation import Found, find_invitation
from survey.use_cases.submit_response import submit_response

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
            found = find_invitation(connection, token, now=at)
        if found is None or not _is_fresh(found):
            return None
        first = {name: values[0] for name, values in query.items()}
        language = found.survey.language_for(first.get("language") or found.link.language)
        showing = write_showing(int(at.timestamp()), self._service.settings.secret_key)
        pressed = sheets.read_pressed(found.survey, first)
        return sheets.fresh_form(found, token, language, self._frame(found), showing, pressed)

    def _take(self, environ: WSGIEnvironment, token: str, request_id: str) -> Sheet | None:
        """Thanks for a first answer without faults, once it is stored with its event."""
        form = _form(environ)
        if form is None:
            return None
        at = now()
        with self._service.database.warm() as connection:
            found = find_invitation(connection, token, now=at)
            if found is None or not _is_open(found):
                return None
            language = found.survey.language_for(form.get("_language", [""])[0] or found.link.language)
            answers, faults = read_answers(found.survey, sheets.raw(found.survey, form), found.known)
            if faults:
                return None
            mark = mark_of_device(self._service.database, environ, at)
            seconds = seconds_shown(form.get("_showing", [""])[0], self._service.settings.secret_key, at)
            response = found.response(answers, language=language, now=at, mark=mark, seconds=seconds)
            if not submit_response(connection, response, found.survey, now=at, request_id=request_id):
                return None
        self._service.tell_followers_soon()
        return sheets.thanks(found.survey, language, self._frame(found), token)

    def _frame(self, found: Found) -> Frame:
        return Frame(found.brand, self._service.settings.complaint_url)


_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def _is_open(found: Found) -> bool:
    return found.open and found.link.revision is None and not found.survey.anonymous


def _is_fresh(found: Found) -> bool:
    return _is_open(found) and not found.given


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
    """The fields by name, None where they are none that a browser sends."""
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields
