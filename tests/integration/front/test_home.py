"""The home page and its door, with services that answer over HTTP."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask.testing import FlaskClient

from escucha.home import create_app
from shared import session
from support.environment import all_settings

ANSWERS = {
    "survey": {
        "touchpoints": 1907,
        "invitations": [
            {"state": "sent", "reason": None, "n": 4},
            {"state": "suppressed", "reason": "no_address", "n": 2},
        ],
        "responses": 3,
    },
    "router": {"feedback": 2, "open_by_team": {"billing": 1, "triage": 4}},
    "scoring": {"nps": {"shown": True, "value": 12.345, "low": -3.0, "high": 27.0, "n": 41}},
}


class Services(BaseHTTPRequestHandler):
    """Stands for all three services: knows one key, and what came in today."""

    def do_GET(self) -> None:
        service, what = self.path.split("/")[1], self.path.rpartition("/")[2]
        key = self.headers["Authorization"].removeprefix("Bearer ")
        if what == "summary" and key == all_settings()["INTERNAL_KEY"]:
            self._say(200, ANSWERS[service])
        elif what == "key" and key == "ana's key" and service != "survey":
            self._say(200, {"name": "Ana", "scopes": ["scores:read"], "subject": None})
        else:
            self._say(401, {})

    def _say(self, status: int, body: object) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Services)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    for name, value in {**all_settings(), "SURVEY_URL": url, "ROUTER_URL": url, "SCORING_URL": url}.items():
        monkeypatch.setenv(name, value)
    yield create_app(catches_mail=True).test_client()
    server.shutdown()
    server.server_close()


def sign_in(home, key="ana's key", onward="/", **headers):
    return home.post("/sign-in", data={"key": key, "next": onward}, headers=headers)


def test_who_has_not_signed_in_sees_where_to_go_and_no_figures(home):
    page = home.get("/").text
    assert 'href="/sign-in"' in page
    assert 'href="/mail"' in page
    assert "touchpoints came in" not in page


def test_who_signs_in_is_led_to_what_they_may_open_and_everybody_else_to_the_door(home):
    assert 'href="/router/decisions"' in home.get("/").text
    sign_in(home)
    page = home.get("/").text
    assert 'href="/scoring/scores"' in page
    assert 'href="/router/decisions"' not in page
    assert 'href="/c"' in page


def test_who_signs_in_goes_on_to_where_they_were_going_and_sees_today(home):
    answer = sign_in(home, onward="/scoring/scores?by=journey")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/scoring/scores?by=journey")
    page = home.get("/").text
    assert "Signed in as Ana" in page
    for figure in (
        "<strong>1,907</strong>",
        "<strong>4</strong>",
        "<strong>2</strong>",
        "<strong>5</strong>",
    ):
        assert figure in page
    assert "12.3, between −3.0 and 27.0 (95 %), from 41 answers" in page


def test_the_cookie_says_what_the_key_may_do_in_each_service_and_no_script_reads_it(home):
    header = sign_in(home).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    value = header.partition("=")[2].partition(";")[0]
    callers = session.callers(all_settings()["SECRET_KEY"], value)
    assert {service: (c.name, c.scopes) for service, c in callers.items()} == {
        "router": ("Ana", frozenset({"scores:read"})),
        "scoring": ("Ana", frozenset({"scores:read"})),
    }


@pytest.mark.parametrize("key", ["", "nobody's key", "ñ", "a\nb", "x" * 5000])
def test_a_key_that_nobody_knows_opens_nothing(home, key):
    answer = sign_in(home, key)
    assert answer.status_code == 403
    assert "No service knows this key" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\nb", ""]
)
def test_nobody_is_sent_to_another_site(home, onward):
    assert sign_in(home, onward=onward).headers["Location"] == "/"


def test_another_sites_form_neither_opens_nor_closes_the_door(home):
    assert sign_in(home, Origin="https://evil.example").status_code == 403
    assert sign_in(home, Origin="null").status_code == 403
    assert sign_in(home, Origin="http://localhost").status_code == 303
    assert home.post("/sign-out", headers={"Origin": "https://evil.example"}).status_code == 403
    assert "Signed in as Ana" in home.get("/").text


def test_who_signs_out_is_forgotten(home):
    sign_in(home)
    home.post("/sign-out", headers={"Origin": "http://localhost"})
    assert "Signed in" not in home.get("/").text


def test_a_service_that_does_not_answer_is_named_and_the_rest_is_shown(home, monkeypatch):
    sign_in(home)
    home.application.extensions["home"].service_urls["router"] = "http://127.0.0.1:9"
    page = home.get("/").text
    assert "router does not answer at the moment." in page
    assert "<strong>1,907</strong>" in page


def test_the_page_speaks_the_readers_language_and_errors_are_kind(home):
    assert '<html lang="pt">' in home.get("/", headers={"Accept-Language": "pt-BR"}).text
    missing = home.get("/nothing-here", headers={"Accept-Language": "es"})
    assert (missing.status_code, "No encontramos esta página" in missing.text) == (404, True)
