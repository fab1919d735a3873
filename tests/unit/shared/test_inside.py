"""Services of one house are asked directly."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from gunicorn.config import Keepalive  # type: ignore[import-untyped]

from shared import inside


class Proxy(BaseHTTPRequestHandler):
    """Hears what it should not."""

    def do_GET(self) -> None:
        self.send_error(418 if self.path.startswith("http://") else 404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_proxy_of_the_environment_does_not_hear_what_services_say_to_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with inside.client(timeout=10, base_url=url) as client:
            assert client.get("/survey/v1/events").status_code == 404
        server.shutdown()


def test_no_service_opens_another_way_to_the_others() -> None:
    root = Path(__file__).parents[3]
    opened = re.compile(r"httpx\.(Client|get|post|put|request)\(")
    sources = [*root.glob("services/*/src/**/*.py"), *root.glob("front/src/escucha/home/*.py")]
    assert sources
    assert [path.name for path in sources if opened.search(path.read_text(encoding="utf-8"))] == []


def test_a_connection_is_let_go_of_before_the_server_does() -> None:
    assert Keepalive.default > inside.IDLE_S
