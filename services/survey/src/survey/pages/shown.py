"""Sheets as answers to a request."""

from flask import Response, request

from shared import i18n
from shared.service import current
from survey.pages import messages
from survey.pages.frames import frame_of
from survey.pages.sheets import Sheet
from survey.store import brands


def page(sheet: Sheet) -> Response:
    """The sheet, with its status and what it may do."""
    return Response(sheet.body, sheet.status, headers=sheet.headers)


def unknown() -> Response:
    """No link was ever made with this token; whoever has it is told so in their browser's language."""
    with current().read() as connection:
        frame = frame_of(brands.in_force(connection))
    return page(messages.message(404, "unknown", i18n.best(request.accept_languages), frame))
