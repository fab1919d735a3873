"""Posters: an open link to be printed, for staff."""

import base64
from uuid import UUID

from flask import Blueprint, Response, render_template

from shared import access, web
from shared.problems import not_found
from shared.service import current
from survey.domain.languages import direction
from survey.domain.open_links import token_of
from survey.pictures import qr_svg
from survey.store import brands, open_links, surveys
from survey.wording import texts_in

blueprint = Blueprint("posters_pages", __name__, url_prefix="/survey/links", template_folder="../templates")


@blueprint.get("/<uuid:link_id>/print")
@access.page("surveys:read")
def show_poster(link_id: UUID) -> Response:
    """The link as a QR code and in letters, under the company's logo and its survey's title in the link's language."""
    settings = current().settings
    with current().read() as connection:
        link = open_links.get(connection, link_id)
        newest = surveys.newest(connection, link.survey) if link else None
        brand = brands.in_force(connection)
    if link is None or newest is None:
        raise not_found("link")
    survey = newest[1]
    language = survey.language_for(link.language)
    address = f"{settings.public_url}/o/{token_of(link.id, settings.secret_key)}"
    body = render_template(
        "poster.html",
        language=language,
        direction=direction(language),
        text=texts_in(survey, language),
        title=survey.title[language],
        brand=brand,
        address=address,
        picture=f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(address)).decode()}",
    )
    return Response(body, headers=web.PAGE_HEADERS)
