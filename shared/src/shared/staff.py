"""Pages for the people of the company: in the reader's language, with links to those that they may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request

from shared import access, web
from shared.i18n import Texts, best


@dataclass(frozen=True)
class Reader:
    """Who reads: in which language, with which texts."""

    language: str
    text: Mapping[str, str]


@dataclass(frozen=True)
class StaffPages:
    """The pages of one service under `/<service>/<name>`: each name, which names its text too, and its scope."""

    service: str
    texts: Texts
    names: tuple[tuple[str, str], ...]

    def reader(self) -> Reader:
        """Whoever asked for the page."""
        language = best(request.accept_languages)
        return Reader(language, self.texts.by_language[language])

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The template, one that extends staff.html, filled in, with the headers that every page has."""
        who = self.reader()
        body = render_template(
            template,
            language=who.language,
            text=who.text,
            service=self.service,
            pages=[name for name, scope in self.names if scope in access.caller().scopes],
            here=request.path.split("/")[2],
            **values,
        )
        return Response(body, status, headers=web.FORM_HEADERS)
