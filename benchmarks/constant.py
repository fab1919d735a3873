"""What the server itself can do: the same page and the same thanks, from memory, with nothing behind them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_PAGE = Path(os.environ["CONSTANT_PAGE"]).read_bytes()
_THANKS = Path(os.environ["CONSTANT_THANKS"]).read_bytes()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """GET the page, POST for the thanks; a form is read, as any server must."""
    body = _PAGE
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read()
        body = _THANKS
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
