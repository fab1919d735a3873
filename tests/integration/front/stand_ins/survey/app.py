"""A service that is ready and says what it was asked and told."""

import json
import os
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication


def create_app() -> WSGIApplication:
    """Answers everything."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"app": __name__, "path": environ["PATH_INFO"], "pid": os.getpid()}).encode()]

    return answer
