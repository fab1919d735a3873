"""The home page and its door, with services that answer over HTTP."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask
from flask.testing import FlaskClient

from escucha.home import create_app
from shared import i18n, session, unsent
from shared.unsent import Unsent
from support.environment import all_settings


def said(text):
    return {"en": text, "es": f"{text} (es)", "pt": f"{text} (pt)"}


def score(value, low, high, n, beside):
    estimate = {"value": value, "low": low, "high": high, "n": n}
    return {"shown": True, **estimate, "low_base": False, "sentences": [said(beside)]}


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
    "scoring": {
        "nps": score(12.345, -3.0, 27.0, 41, "What came of the journey: not measured"),
        "nps_by_journey": [
            {
                **score(45.6, 20.0, 60.1, 22, "What came of the journey: 41.0 % (30.0 % to 53.0 %)"),
                "low_base": True,
                "journey": "join",
                "name": {"en": "I join", "es": "Me uno", "pt": "Quero aderir"},
            },
            {"shown": False, "sentences": [said("too few")], "journey": "leave", "name": said("I leave")},
        ],
    },
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
        elif what == "key" and key == "carla's key":
            self._say(200, {"name": "Carla", "scopes": ["feedback:read"], "subject": None})
        else:
            self._say(401, {})

    def _say(self, status: int, body: object) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def among_services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The home page's app, and three services that answer it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Services)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    for name, value in {**all_settings(), "SURVEY_URL": url, "ROUTER_URL": url, "SCORING_URL": url}.items():
        monkeypatch.setenv(name, value)
    yield create_app(catches_mail=True)
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    with among_services(monkeypatch) as app:
        yield app.test_client()


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


def test_beside_the_score_stands_what_came_of_the_journeys_for_who_may_read_scores(home):
    sign_in(home)
    page = home.get("/").text
    assert "What came of the journey: not measured<" in page
    assert "NPS of “I join”: 45.6, between 20.0 and 60.1 (95 %), from 22 answers · low base" in page
    assert "41.0 % (30.0 % to 53.0 %)<" in page
    assert "I leave" not in page
    page = home.get("/", headers={"Accept-Language": "es"}).text
    assert "NPS de «Me uno»: 45,6, entre 20,0 y 60,1 (95 %), con 22 respuestas · base pequeña" in page
    assert "41.0 % (30.0 % to 53.0 %) (es)<" in page


def test_who_may_not_read_scores_is_told_none_by_journey(home):
    sign_in(home, key="carla's key")
    page = home.get("/").text
    assert "12.3, between −3.0 and 27.0" in page
    assert "What came of the journey: not measured" in page
    assert "I join" not in page


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


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_a_key_that_only_a_silent_service_may_know_is_not_called_unknown(monkeypatch, language):
    with among_services(monkeypatch):
        monkeypatch.setenv("SURVEY_URL", "http://127.0.0.1:9")
        home = create_app(catches_mail=True).test_client()
        sealed = unsent.seal(
            Unsent("/scoring/forecasts", "/scoring/forecasts", ()), all_settings()["SECRET_KEY"]
        )
        form = {"key": "nobody's_key", "next": "/c", "unsent": sealed}
        answer = home.post("/sign-in", data=form, headers={"Accept-Language": language})
        assert answer.status_code == 503
        text = i18n.Texts.of("shared").by_language[language]
        assert text["sign_in_away"] in unescape(answer.text)
        assert text["sign_in_unknown"] not in unescape(answer.text)
        assert "aria-invalid" not in answer.text
        assert f'name="unsent" value="{sealed}"' in answer.text
        assert "Set-Cookie" not in answer.headers
        assert sign_in(home, "ana's key").status_code == 303


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\nb", ""]
)
def test_nobody_is_sent_to_another_site(home, onward):
    assert sign_in(home, onward=onward).headers["Location"] == "/"


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_who_came_by_another_address_is_shown_the_one_where_they_can_sign_in(home, language):
    headers = {"Origin": "http://127.0.0.1:8000", "Accept-Language": language}
    answer = home.post("/sign-in", data={"key": "ana's key", "unsent": "x", "next": "/c"}, headers=headers)
    assert answer.status_code == 403
    assert i18n.Texts.of("shared").by_language[language]["sign_in_elsewhere"] in unescape(answer.text)
    assert '<a href="http://localhost/sign-in">http://localhost</a>' in answer.text
    assert 'name="unsent"' not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_another_sites_form_neither_opens_nor_closes_the_door(home):
    assert sign_in(home, Origin="https://evil.example").status_code == 403
    assert sign_in(home, Origin="null").status_code == 403
    assert sign_in(home, Origin="http://[").status_code == 403
    assert sign_in(home, Origin="http://localhost").status_code == 303
    assert home.post("/sign-out", headers={"Origin": "https://evil.example"}).status_code == 403
    assert "Signed in as Ana" in home.get("/").text


def test_who_had_not_sent_a_form_is_led_back_to_it_and_nothing_is_sent_for_them(home):
    form = Unsent("/scoring/forecasts?by=team", "/scoring/forecasts", (("value", "40"),))
    sealed = unsent.seal(form, all_settings()["SECRET_KEY"])
    unknown = home.post("/sign-in", data={"key": "nobody's key", "next": "/", "unsent": sealed})
    assert (unknown.status_code, f'name="unsent" value="{sealed}"' in unknown.text) == (403, True)
    answer = home.post("/sign-in", data={"key": "ana's key", "next": "/", "unsent": sealed})
    assert (answer.status_code, session.COOKIE in answer.headers["Set-Cookie"]) == (200, True)
    assert '<form method="post" action="/scoring/forecasts?by=team#unsent">' in answer.text
    assert f'name="unsent" value="{sealed}"' in answer.text
    assert "<script" not in answer.text


def test_a_form_that_we_did_not_keep_leads_nowhere(home):
    forged = unsent.seal(Unsent("https://evil.example/", "/", ()), "another secret")
    for sealed in (forged, "nonsense"):
        answer = home.post("/sign-in", data={"key": "ana's key", "next": "/c", "unsent": sealed})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/c")


def test_the_longest_form_that_is_kept_passes_the_door(home):
    sealed = "x" * unsent.MOST
    assert home.post("/sign-in", data={"key": "ana's key", "next": "/", "unsent": sealed}).status_code == 303


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
