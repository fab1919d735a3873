"""A page in its reader's language, with links to the pages that they may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request

from shared import access, web
from shared.i18n import Texts, best

_TEXTS = Texts.of("scoring")
# What stands in every page's head: the path, which names its text too, and the scope that opens it.
_PAGES = (
    ("scores", "scores:read"),
    ("journeys", "journeys:read"),
    ("trends", "scores:read"),
    ("comparisons", "scores:read"),
    ("scorecards", "scorecards:read"),
)


@dataclass(frozen=True)
class Reader:
    """Who reads: in which language, with which texts."""

    language: str
    text: Mapping[str, str]


def reader() -> Reader:
    """Whoever asked for the page."""
    language = best(request.accept_languages)
    return Reader(language, _TEXTS.by_language[language])


def page(template: str, status: int = 200, **values: Any) -> Response:
    """The template filled in, with the headers that every page has."""
    who = reader()
    body = render_template(
        template,
        language=who.language,
        text=who.text,
        pages=[name for name, scope in _PAGES if scope in access.caller().scopes],
        here=request.path.split("/")[2],
        **values,
    )
    return Response(body, status, headers=web.PAGE_HEADERS)
