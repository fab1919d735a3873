"""The page of a digest in a browser: read and acknowledged with script and without, by everybody, light and dark."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.test_page import OVERFLOW, TARGETS
from browser.visitor import DESKTOP, PHONE, Scheme
from feedback_router.app import create_app
from feedback_router.domain.digests import token_of
from feedback_router.domain.praise import token_of as praise_token_of
from feedback_router.settings import RouterSettings
from shared.clock import now
from support.apps import SECRET_KEY, Running, common, running
from support.complaining import complain
from support.databases import Databases
from support.executives import CRITICAL, MAX, appoint, send
from support.served import served
from support.teams import STAFFED

READ = {"en": "I have read this", "es": "Lo he leído", "pt": "Eu li"}


@pytest.fixture(scope="module")
def office(databases: Databases, redis_url: str) -> Iterator[tuple[str, Running]]:
    """A router with something to tell, and an executive a language."""
    with databases.copy("feedback_router") as url:
        settings = RouterSettings(**common(url, redis_url), survey_url="http://127.0.0.1:9", encoder=False)
        with running(create_app(settings)) as router, served(router.app) as address:
            assert router.post("/router/v1/rules", STAFFED, router.key("rules:write")).status_code == 200
            for text in (CRITICAL, "The invoice is wrong", "Se corta la conexión cada noche"):
                complain(router, text, email="ana@x.example")
            yield address, router


@pytest.fixture
def link(office: tuple[str, Running], request: pytest.FixtureRequest) -> str:
    """The link of a new executive's digest, in the language of the test."""
    address, router = office
    language = request.getfixturevalue("language") if "language" in request.fixturenames else "en"
    key = f"max-{uuid4()}"
    appoint(router, {**MAX, "key": key, "language": language})
    assert send(router, now() + timedelta(hours=12)) == 1
    with psycopg.connect(router.service.settings.database_url) as connection:
        row = connection.execute("SELECT id FROM digests WHERE executive = %s", [key]).fetchone()
    assert row
    return f"{address}/router/digests/{token_of(row[0], SECRET_KEY)}"


def kept(office: tuple[str, Running]) -> tuple[Any, Any]:
    """Whether the last digest was opened, and acknowledged."""
    with psycopg.connect(office[1].service.settings.database_url) as connection:
        row = connection.execute(
            "SELECT opened_at IS NOT NULL, acknowledged_at IS NOT NULL FROM digests ORDER BY until DESC, id DESC"
            " LIMIT 1"
        ).fetchone()
    assert row
    return row[0], row[1]


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_opening_is_told_by_the_script_alone_and_the_button_works_without(
    office: tuple[str, Running], link: str, visit: Visit, javascript: bool
) -> None:
    visitor = visit(javascript=javascript)
    if javascript:
        with visitor.page.expect_response(lambda answer: answer.url.endswith("/opened")):
            visitor.open(link)
    else:
        visitor.open(link)
    assert kept(office) == (javascript, False)
    visitor.page.get_by_role("button").click()
    expect(visitor.page.get_by_role("status")).to_contain_text("you have read this")
    expect(visitor.page.get_by_role("button")).to_have_count(0)
    assert kept(office) == (True, True)


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_axe_finds_nothing_in_any_language(
    office: tuple[str, Running],
    link: str,
    visit: Visit,
    language: str,
    scheme: Scheme,
    device: dict[str, Any],
) -> None:
    visitor = visit(scheme=scheme, locale=language, device=device)

    def check() -> None:
        assert [fault["id"] for fault in Axe().run(visitor.page).response["violations"]] == []
        assert visitor.page.evaluate(OVERFLOW) == 0
        assert [one for one in visitor.page.evaluate(TARGETS) if 0 < min(one[1:]) < 24] == []

    visitor.open(link)
    check()
    visitor.page.get_by_role("button", name=READ[language]).click()
    expect(visitor.page.get_by_role("status")).to_be_visible()
    check()
    visitor.open(link + "x")
    check()
    person = f"/router/praise/ana/{praise_token_of('ana', SECRET_KEY)}"
    visitor.open(office[0] + person)
    check()
