"""Digests: what executives were sent, and whether they read it."""

from typing import Any
from uuid import UUID

from feedback_router.callers import refuse_teams
from feedback_router.domain.digests import Digest
from feedback_router.schemas.digests import DigestArguments, DigestDetailSchema, DigestPageSchema
from feedback_router.store import digests
from shared import paging
from shared.access import Blueprint
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "digests", __name__, url_prefix="/digests", description="What executives were sent each day"
)


@blueprint.route("", methods=["GET"], scope="executives:read")
@blueprint.arguments(DigestArguments, location="query")
@blueprint.response(200, DigestPageSchema)
def list_digests(arguments: dict[str, Any]) -> dict[str, Any]:
    """List digests, newest first: to whom, and whether they were sent, opened and acknowledged"""
    refuse_teams()
    after, limit = paging.decode(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = digests.page(connection, arguments["executive"], after, limit)
    return paging.page_of(items, limit, lambda digest: (digest.until, digest.id))


@blueprint.route("/<uuid:digest_id>", methods=["GET"], scope="executives:read")
@blueprint.response(200, DigestDetailSchema)
def show(digest_id: UUID) -> Digest:
    """Show one digest as it was sent"""
    refuse_teams()
    with current().read() as connection:
        digest = digests.get(connection, digest_id)
    if digest is None:
        raise not_found("digest")
    return digest
