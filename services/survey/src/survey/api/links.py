"""Open links: make, list, show as QR codes, take back, and see what was rejected."""

from typing import Any
from uuid import UUID

from flask import Response

from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.ids import new_id
from shared.paging import PageArguments
from shared.problems import not_found
from shared.service import current
from survey.domain.open_links import OpenLink, token_of
from survey.pictures import qr_svg
from survey.schemas.links import (
    LinkPageSchema,
    LinkSchema,
    MadeLinkSchema,
    RejectedPageSchema,
    RevokedLinkSchema,
)
from survey.store import open_links
from survey.use_cases.make_open_link import make_open_link
from survey.use_cases.revoke_open_link import revoke_open_link

blueprint = Blueprint("links", __name__, url_prefix="/links", description="Links that many may answer")


@blueprint.route("", methods=["POST"], scope="surveys:write", keyed="optional")
@blueprint.arguments(LinkSchema)
@blueprint.response(201, MadeLinkSchema)
def make(body: dict[str, Any]) -> dict[str, Any]:
    """Make a link that many may answer, for a poster, a receipt or a kiosk"""
    link = OpenLink(id=new_id(), created_at=now(), revoked_at=None, **body)
    service = current()
    with service.change() as connection:
        make_open_link(connection, link, secret_key=service.settings.secret_key, request_id=web.request_id())
        trail.note(connection, "link.made", str(link.id), survey=link.survey, label=link.label)
    return _shown(link)


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, LinkPageSchema)
def list_links(arguments: dict[str, Any]) -> dict[str, Any]:
    """List all open links with the number of their answers, the oldest first"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = open_links.page(connection, after, limit)
    page = paging.page_of(items, limit, lambda link: (link.created_at, link.id))
    return {**page, "items": [_shown(link) for link in items]}


@blueprint.route("/<uuid:link_id>/revoke", methods=["POST"], scope="surveys:write")
@blueprint.response(200, RevokedLinkSchema)
def revoke(link_id: UUID) -> dict[str, Any]:
    """Take a link back: it says so and takes no answer any more; again, it changes nothing"""
    with current().change() as connection:
        link, is_new = revoke_open_link(connection, link_id, now=now(), request_id=web.request_id())
        if is_new:
            trail.note(connection, "link.revoked", str(link_id))
    return {"id": link.id, "revoked_at": link.revoked_at, "is_new": is_new}


@blueprint.route("/<uuid:link_id>/qr.svg", methods=["GET"], scope="surveys:read")
@blueprint.response(200, {"type": "string"}, content_type="image/svg+xml")
def show_qr(link_id: UUID) -> Response:
    """The link as a QR code, to be printed"""
    return Response(qr_svg(_address(_get(link_id))), content_type="image/svg+xml")


@blueprint.route("/<uuid:link_id>/rejected", methods=["GET"], scope="responses:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, RejectedPageSchema)
def list_rejected(arguments: dict[str, Any], link_id: UUID) -> dict[str, Any]:
    """List what came by a link and was probably sent by a program, with the reason; it counts nowhere"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    _get(link_id)
    with current().read() as connection:
        items = open_links.rejected(connection, link_id, after, limit)
    return paging.page_of(items, limit, lambda answer: (answer.received_at, answer.id))


def _get(link_id: UUID) -> OpenLink:
    with current().read() as connection:
        link = open_links.get(connection, link_id)
    if link is None:
        raise not_found("link")
    return link


def _address(link: OpenLink) -> str:
    settings = current().settings
    return f"{settings.public_url}/o/{token_of(link.id, settings.secret_key)}"


def _shown(link: OpenLink) -> dict[str, Any]:
    return {**vars(link), "link": _address(link)}
