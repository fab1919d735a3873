"""The router's pages for staff: everybody can read and use them, on any screen, with or without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.test_page import OVERFLOW, TARGETS, TORN
from browser.visitor import DESKTOP, PHONE, Scheme
from feedback_router.app import create_app
from feedback_router.settings import RouterSettings
from shared import session
from shared.api_keys import Caller
from support.apps import SECRET_KEY, common, running
from support.complaining import complain
from support.databases import Databases
from support.served import served
from support.teams import STAFFED

PAGES = ("/router/feedback", "/router/feedback?kind=nonsense", "/router/themes", "/router/decisions")


@dataclass(frozen=True)
class Office:
    """Where its pages are."""

    url: str

    def reader(self, browser: Browser, **options: Any) -> Page:
        """Carla, signed in, at a browser of her own."""
        context = browser.new_context(**options)
        caller = Caller("Carla", frozenset({"feedback:read", "decisions:read"}))
        cookie = session.sign(SECRET_KEY, {"router": caller})
        context.add_cookies([{"name": session.COOKIE, "value": cookie, "url": self.url}])
        return context.new_page()


@pytest.fixture(scope="module")
def office(databases: Databases, redis_url: str) -> Iterator[Office]:
    """A router with a few complaints."""
    with databases.copy("feedback_router") as url:
        settings = RouterSettings(**common(url, redis_url), survey_url="http://127.0.0.1:9", encoder=False)
        with running(create_app(settings)) as router, served(router.app) as address:
            assert router.post("/router/v1/rules", STAFFED, router.key("rules:write")).status_code == 200
            for text in ("The invoice is wrong", "Se corta la conexión cada noche", "x" * 300):
                complain(router, text)
            yield Office(address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_everything_can_be_read_and_hit(office: Office, browser: Browser, scheme: Scheme) -> None:
    page = office.reader(browser, color_scheme=scheme, bypass_csp=True, **PHONE)
    page.goto(office.url + PAGES[0])
    item = page.locator("li.said a").first.get_attribute("href") or ""
    for path in (*PAGES, item):
        page.goto(office.url + path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate(OVERFLOW) == 0, path
        assert page.evaluate(TORN) == [], path
        assert [target for target in page.evaluate(TARGETS) if 0 < min(target[1:]) < 24] == [], path
    page.context.close()


def test_the_form_works_without_script_and_asks_nobody_else(office: Office, browser: Browser) -> None:
    page = office.reader(browser, java_script_enabled=False, locale="en", **DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{office.url}/router/feedback")
    page.get_by_label("Words").fill("invoice")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("The invoice is wrong", exact=True)).to_be_visible()
    expect(page.get_by_text("Se corta la conexión")).to_have_count(0)
    expect(page.get_by_label("Words")).to_have_value("invoice")
    assert all(url.startswith(office.url) for url in asked)
    page.context.close()
