"""The page on which people say whether they want to hear of praise. GET only looks."""

from typing import Any

from flask import Blueprint, Response, request

from feedback_router.domain.praise import is_token_of
from feedback_router.pages.rendered import rendered
from feedback_router.store import praises, rules
from feedback_router.use_cases.choose_praise import choose_praise
from shared import access, i18n, web
from shared.clock import now
from shared.i18n import Texts
from shared.service import current

blueprint = Blueprint("praise_pages", __name__, url_prefix="/router/praise", template_folder="../templates")

_TEXTS = Texts.of("feedback_router.praise")


@blueprint.get("/<person>/<token>")
@access.page(access.PUBLIC)
def show(person: str, token: str) -> Response:
    """Whether they hear of it now, and the button that changes it."""
    if not _is_theirs(person, token):
        return _page("link_unknown.html", i18n.best(request.accept_languages), 404)
    with current().read() as connection:
        known = rules.in_force(connection).book.person(person)
        out = praises.opted_out(connection, person)
    language = known.language if known else i18n.best(request.accept_languages)
    return _page("praise.html", language, 200, out=out, here=f"/router/praise/{person}/{token}")


@blueprint.post("/<person>/<token>")
@access.page(access.PUBLIC)
def choose(person: str, token: str) -> Response:
    """Keep what they want; the same again changes nothing."""
    if not _is_theirs(person, token):
        return _page("link_unknown.html", i18n.best(request.accept_languages), 404)
    out = request.form.get("do") == "stop"
    with current().change() as connection:
        choose_praise(connection, person, out=out, now=now(), request_id=web.request_id())
    return web.on_to(f"/router/praise/{person}/{token}")


def _is_theirs(person: str, token: str) -> bool:
    return is_token_of(token, person, current().settings.secret_key)


def _page(template: str, language: str, status: int, **values: Any) -> Response:
    return rendered(template, language, _TEXTS.by_language[language], status, **values)
