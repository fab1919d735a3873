"""Who is signed out while they write: they sign in, see what they wrote, and send it themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from browser.test_page import OVERFLOW
from browser.visitor import PHONE, Scheme
from escucha import home
from escucha.mount import Mount
from scoring.app import create_app
from scoring.settings import ScoringSettings
from support.apps import Running, common, running
from support.databases import Databases
from support.environment import all_settings
from support.ports import free_port
from support.served import served

PAGE = "/scoring/forecasts"


@dataclass(frozen=True)
class Front:
    """One address with the door and scoring behind it, and a key for both."""

    url: str
    key: str
    scoring: Running

    def forecasts(self) -> list[str]:
        """What has been locked."""
        answer = self.scoring.get("/scoring/v1/forecasts", {"Authorization": f"Bearer {self.key}"})
        return [one["value"] for one in answer.json["items"]]


@pytest.fixture
def front(databases: Databases, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    urls = dict.fromkeys(("PUBLIC_URL", "SURVEY_URL", "ROUTER_URL", "SCORING_URL"), address)
    for name, value in {**all_settings(), **urls}.items():
        monkeypatch.setenv(name, value)
    with databases.copy("scoring") as url:
        shared = {**common(url, redis_url), "public_url": address}
        settings = ScoringSettings(**shared, survey_url="http://127.0.0.1:9", router_url="http://127.0.0.1:9")
        with running(create_app(settings)) as scoring:
            key = scoring.key("forecasts:read", "forecasts:write")["Authorization"].removeprefix("Bearer ")
            with served(Mount({"scoring": scoring.app}, home.create_app(catches_mail=False)), port):
                yield Front(address, key, scoring)


def test_nothing_is_lost_and_nothing_is_sent_for_them(
    front: Front, browser: Browser, javascript: bool
) -> None:
    page = browser.new_context(java_script_enabled=javascript, locale="en", **PHONE).new_page()

    def sign_in(key: str) -> None:
        page.get_by_label("Your key").fill(key)
        page.get_by_role("button", name="Sign in").click()

    page.goto(f"{front.url}{PAGE}")
    sign_in(front.key)
    page.get_by_label("From").fill("2100-01-01")
    page.get_by_label("To").fill("2100-01-31")
    page.get_by_label("You expect").fill("41")
    page.context.clear_cookies()
    page.get_by_role("button", name="Lock it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
    sign_in("escucha_not_mine")
    expect(page.get_by_text("No service knows this key")).to_be_visible()
    sign_in(front.key)
    page.get_by_role("button", name="Show what I typed").click()
    expect(page.get_by_text("It has not been sent")).to_be_in_viewport()
    expect(page.get_by_label("From")).to_have_value("2100-01-01")
    expect(page.get_by_label("You expect")).to_have_value("41")
    assert front.forecasts() == []
    page.get_by_role("button", name="Lock it").click()
    assert page.url == f"{front.url}{PAGE}"
    assert front.forecasts() == ["41"]
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_each_step_can_be_read_on_a_phone(
    front: Front, browser: Browser, language: str, scheme: Scheme
) -> None:
    page = browser.new_context(color_scheme=scheme, locale=language, bypass_csp=True, **PHONE).new_page()

    def look() -> None:
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate(OVERFLOW) == 0

    def sign_in() -> None:
        page.locator("#key").fill(front.key)
        page.locator("button").click()

    page.goto(f"{front.url}{PAGE}")
    sign_in()
    page.locator("#value").fill("41")
    page.context.clear_cookies()
    page.locator("form[action='/scoring/forecasts'] button").click()
    look()
    sign_in()
    look()
    page.locator("button").click()
    expect(page.locator("#value")).to_have_value("41")
    look()
    page.context.close()
