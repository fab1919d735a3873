"""The page of a digest, which says no more than its mail: who holds the link may look, and GET counts nothing."""

from flask import Blueprint, Response, request

from feedback_router.domain.dates import spoken
from feedback_router.domain.digests import Digest, token_hash
from feedback_router.domain.links import Links
from feedback_router.pages.rendered import rendered
from feedback_router.store import digests
from feedback_router.use_cases.read_digest import acknowledge_digest, open_digest
from feedback_router.use_cases.word_digest import worded
from shared import access, i18n, web
from shared.clock import now
from shared.i18n import Texts
from shared.service import current

blueprint = Blueprint("digests_pages", __name__, url_prefix="/router/digests", template_folder="../templates")

_TEXTS = Texts.of("feedback_router.executives")


@blueprint.get("/<token>")
@access.page(access.PUBLIC)
def show(token: str) -> Response:
    """What the digest says, as it was sent."""
    service = current()
    with service.read() as connection:
        digest = digests.by_token(connection, token_hash(token))
    if digest is None:
        return _unknown()
    text = _TEXTS.by_language[digest.language]
    read_at = digest.acknowledged_at
    at = spoken(read_at, digest.time_zone, digest.language) if read_at else None
    return rendered(
        "digest.html",
        digest.language,
        text,
        said=worded(digest, Links(service.settings.public_url)),
        token=token,
        done=text["read_done"].format(at=at) if at else None,
        opened=digest.opened_at is not None,
    )


@blueprint.post("/<token>")
@access.page(access.PUBLIC)
def acknowledge(token: str) -> Response:
    """The executive has read it; the same again changes nothing."""
    service = current()
    with service.change() as connection:
        digest = digests.by_token(connection, token_hash(token))
        if digest is None:
            return _unknown()
        acknowledge_digest(connection, digest, now=now())
    return web.on_to(f"/router/digests/{token}")


@blueprint.post("/<token>/opened")
@access.page(access.PUBLIC)
def count(token: str) -> Response:
    """A browser shows it: mail programs that follow links run no script, and count as nobody."""
    with current().change() as connection:
        digest: Digest | None = digests.by_token(connection, token_hash(token))
        if digest is not None:
            open_digest(connection, digest, now=now())
    return Response(status=204, headers=web.PAGE_HEADERS)


def _unknown() -> Response:
    language = i18n.best(request.accept_languages)
    return rendered("link_unknown.html", language, _TEXTS.by_language[language], 404)
