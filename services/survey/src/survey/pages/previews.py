"""Previews: what a customer will get by mail, for staff. Its links lead nowhere."""

from dataclasses import replace
from typing import get_args

from flask import Blueprint, Response, render_template, request

from shared import access, i18n, web
from shared.problems import not_found
from shared.service import current
from survey.domain.brands import Brand
from survey.domain.message_ids import Letter
from survey.domain.piping import Facts
from survey.domain.surveys import Survey
from survey.letters import Written, write_letter
from survey.mail.message import LOGO_ID
from survey.store import brands, surveys

blueprint = Blueprint(
    "previews_pages", __name__, url_prefix="/survey/previews", template_folder="../templates"
)

_TEXTS = i18n.Texts.of("survey.staff")
_FRAMED = "'self'"
_PAGE = {
    **web.PAGE_HEADERS,
    "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src {_FRAMED}; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
}
# Staff write what stands in a letter: it may show itself and do nothing else, not even follow its own links.
_LETTER = {
    **web.PAGE_HEADERS,
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    f"form-action 'none'; base-uri 'none'; frame-ancestors {_FRAMED}",
}


@blueprint.get("/<survey>/<language>")
@access.page("surveys:read")
def show_preview(survey: str, language: str) -> Response:
    """Subject, HTML and text of the newest version's invitation, or with `?letter=reminder` of its reminder."""
    letter: Letter = "reminder" if request.args.get("letter") == "reminder" else "invitation"
    shown, brand = published(survey, language)
    written = previewed(letter, shown, language, brand)
    if request.args.get("part") == "html":
        return Response(written.html, headers=_LETTER)
    reader = i18n.best(request.accept_languages)
    body = render_template(
        "preview.html",
        language=reader,
        text=_TEXTS.by_language[reader],
        written=written,
        letter=letter,
        letters=get_args(Letter),
        survey=survey,
        shown=language,
    )
    return Response(body, headers=_PAGE)


def published(key: str, language: str) -> tuple[Survey, Brand]:
    """The newest version of a survey that speaks this language, and the brand in force; 404 where there is none."""
    with current().read() as connection:
        newest = surveys.newest(connection, key)
        brand = brands.in_force(connection)
    if newest is None or language not in newest[1].languages:
        raise not_found(f"survey {key!r} in {language!r}")
    return newest[1], brand


def previewed(letter: Letter, survey: Survey, language: str, brand: Brand) -> Written:
    """The letter to a customer of whom nothing is known."""
    link = f"{current().settings.public_url}/s/preview"
    written = write_letter(letter, survey, language, Facts(), link, brand)
    # What a mail program takes from the letter stands in the preview itself.
    return replace(written, html=written.html.replace(f"cid:{LOGO_ID}", brand.letter_logo or ""))
