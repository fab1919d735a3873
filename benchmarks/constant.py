"""What the server itself can do: the same page and the same thanks, from memory, with nothing behind them.

By `flask_app` it is what Flask can do on this server, on which the services stand for all but these two.

With a database behind them it is the least that any service does on this server: one row found for a page, and one
stored with its event for an answer, by a statement each that was prepared before, on a connection of the thread's own.
"""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, request

import bare

_PAGE = Path(os.environ["CONSTANT_PAGE"]).read_bytes()
_THANKS = Path(os.environ["CONSTANT_THANKS"]).read_bytes()
_DATABASE = os.environ.get("CONSTANT_DATABASE")
_mine = threading.local()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """GET the page, POST for the thanks; a form is read, as any server must."""
    posted = environ["REQUEST_METHOD"] == "POST"
    if posted:
        environ["wsgi.input"].read()
    if _DATABASE:
        _ask(_DATABASE, b"store" if posted else b"find")
    body = _THANKS if posted else _PAGE
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def flask_app() -> Flask:
    """The same in Flask."""
    made = Flask("constant")

    def answer(path: str) -> Response:  # noqa: ARG001  by whichever link they come
        if request.method == "POST":
            request.form.to_dict()
            return Response(_THANKS, mimetype="text/html")
        return Response(_PAGE, mimetype="text/html")

    made.add_url_rule("/<path:path>", view_func=answer, methods=["GET", "POST"])
    made.add_url_rule("/", view_func=answer, defaults={"path": ""})
    return made


def _ask(database: str, prepared: bytes) -> None:
    connection = getattr(_mine, "connection", None)
    if connection is None:
        connection = _mine.connection = psycopg.connect(database, autocommit=True)
        connection.pgconn.prepare(b"find", bare.FIND.encode())
        connection.pgconn.prepare(b"store", bare.STORE.encode())
    result = connection.pgconn.exec_prepared(prepared, [])
    assert not result.error_message, result.error_message
