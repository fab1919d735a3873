"""Previews: what a customer will get by mail, for staff. Its links lead nowhere."""

from typing import get_args

from flask import Blueprint, Response, render_template, request

from shared import access, web
from shared.problems import not_found
from shared.service import current
from survey.domain.message_ids import Letter
from survey.domain.piping import Facts
from survey.letters import Written, write_letter
from survey.store import brands, surveys

blueprint = Blueprint(
    "previews_pages", __name__, url_prefix="/survey/previews", template_folder="../templates"
)

_FRAMED = "'self'"
_PAGE = {
    **web.PAGE_HEADERS,
    "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src {_FRAMED}; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
}
# Staff write what stands in a letter: it may show itself and do nothing else, not even follow its own links.
_LETTER = {
    **web.PAGE_HEADERS,
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
    f"base-uri 'none'; frame-ancestors {_FRAMED}",
}


@blueprint.get("/<survey>/<language>")
@access.page("surveys:read")
def show_preview(survey: str, language: str) -> Response:
    """Subject, HTML and text of the newest version's invitation, or with `?letter=reminder` of its reminder."""
    letter: Letter = "reminder" if request.args.get("letter") == "reminder" else "invitation"
    written = _write(letter, survey, language)
    if request.args.get("part") == "html":
        return Response(written.html, headers=_LETTER)
    body = render_template(
        "preview.html",
        written=written,
        letter=letter,
        letters=get_args(Letter),
        survey=survey,
        shown=language,
    )
    return Response(body, headers=_PAGE)


def _write(letter: Letter, key: str, language: str) -> Written:
    with current().read() as connection:
        newest = surveys.newest(connection, key)
        brand = brands.in_force(connection)
    if newest is None or language not in newest[1].languages:
        raise not_found(f"survey {key!r} in {language!r}")
    link = f"{current().settings.public_url}/s/preview"
    return write_letter(letter, newest[1], language, Facts(), link, brand)
