"""The home page: who has signed in reads today's figures on any screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from browser.test_page import OVERFLOW, TARGETS
from browser.visitor import DESKTOP, PHONE, Scheme
from integration.front.test_home import among_services
from shared import session
from shared.api_keys import Caller
from support.environment import all_settings
from support.served import served


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with among_services(monkeypatch) as app, served(app) as at:
        yield at


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_axe_finds_nothing_and_the_score_is_read_with_what_stands_beside_it(
    address: str, browser: Browser, language: str, scheme: Scheme
) -> None:
    for device in (PHONE, DESKTOP):
        context = browser.new_context(color_scheme=scheme, locale=language, bypass_csp=True, **device)
        callers = {"scoring": Caller("Ana", frozenset({"scores:read"}))}
        cookie = session.sign(all_settings()["SECRET_KEY"], callers)
        context.add_cookies([{"name": session.COOKIE, "value": cookie, "url": address}])
        page = context.new_page()
        page.goto(address)
        expect(page.locator("p.score + p.beside")).to_have_count(2)
        expect(page.locator("p.beside").last).to_be_visible()
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate(OVERFLOW) == 0
        assert [target for target in page.evaluate(TARGETS) if 0 < min(target[1:]) < 24] == []
        context.close()
