"""A page with its own style and script, and leave for nothing else."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Response, render_template

from shared import web


def rendered(
    template: str, language: str, text: Mapping[str, str], status: int = 200, **values: Any
) -> Response:
    """The template in this language; its style and script carry the nonce that lets them run."""
    nonce = secrets.token_urlsafe(12)
    body = render_template(template, language=language, text=text, nonce=nonce, **values)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return Response(body, status, headers={**web.PAGE_HEADERS, "Content-Security-Policy": policy})
