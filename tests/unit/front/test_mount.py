"""Which part of the house answers which path."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

import pytest

from escucha.home import create_app
from escucha.mount import Mount
from support.environment import all_settings


def named(name: str) -> WSGIApplication:
    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return [f"{name} {environ['SCRIPT_NAME']}{environ['PATH_INFO']}".encode()]

    return app


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/survey", "survey"),
        ("/survey/v1/x", "survey"),
        ("/s/token", "survey"),
        ("/surveys", "home"),
        ("/", "home"),
        ("", "home"),
        ("/x/survey", "home"),
        ("//survey", "home"),
        ("/S/token", "home"),
    ],
)
def test_whole_first_segments_lead_to_a_service_and_the_path_stays_whole(path: str, name: str) -> None:
    survey = named("survey")
    mount = Mount({"survey": survey, "s": survey}, named("home"))
    answer = mount({"PATH_INFO": path, "SCRIPT_NAME": ""}, lambda *_: lambda _: None)
    assert list(answer) == [f"{name} {path}".encode()]


def test_the_first_page_leads_on_and_to_the_mail_only_when_it_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in all_settings().items():
        monkeypatch.setenv(name, value)
    with_mail = create_app(catches_mail=True).test_client().get("/")
    without = create_app(catches_mail=False).test_client().get("/")
    assert 'href="/survey/docs/"' in without.text
    assert 'href="/mail"' in with_mail.text
    assert 'href="/mail"' not in without.text
    assert "default-src 'none'" in without.headers["Content-Security-Policy"]
