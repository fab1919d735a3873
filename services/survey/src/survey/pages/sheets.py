"""Sheets: what a customer sees who follows a survey's link."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, PackageLoader, select_autoescape

from shared import web
from survey.domain.languages import direction
from survey.pages.frames import Frame

_TEMPLATES = Environment(
    loader=ChoiceLoader([PackageLoader("survey"), PackageLoader("shared")]),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {}


class Sheet(NamedTuple):
    """A page with its status, and what it may do."""

    status: int
    body: bytes
    policy: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        """All that browsers are told beside the page."""
        return {**web.PAGE_HEADERS, "Content-Security-Policy": self.policy, **dict(self.more)}


def render(
    template: str, text: Mapping[str, str], language: str, nonce: str, frame: Frame, **values: Any
) -> str:
    """A page made from a template, in this language and this brand's frame."""
    return _TEMPLATES.get_template(template).render(
        language=language, direction=direction(language), text=text, nonce=nonce, frame=frame, **values
    )


def policy(nonce: str) -> str:
    """This page's own style and script and nothing else; a form that goes home, and so does what the script saves."""
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
