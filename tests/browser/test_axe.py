"""axe-core finds nothing on any page that a customer sees, in any language, light or dark, with faults shown."""

import gzip
from dataclasses import replace
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.house import House
from browser.test_page import FIRST_FLIGHT, OVERFLOW, TARGETS
from browser.visitor import DESKTOP, PHONE, Scheme, Visitor
from support.surveys import TYPES, question, survey_of
from survey.store.definitions import to_definition

EVERY: dict[str, Any] = to_definition(
    replace(
        survey_of(
            *(question(kind, kind, required=kind in ("nps", "multiple")) for kind in TYPES),
            question("reason", "choice", other=True, show_if={"question": "nps", "at_most": 6}),
            question("contact", "contact_permission", show_if={"question": "nps", "at_most": 6}),
            question("more", "text", required=True, show_if={"question": "nps", "at_most": 6}),
        ),
        key="every-type",
    )
)


def faults(visitor: Visitor) -> list[str]:
    """What axe finds, in words."""
    return [f"{fault['id']}: {fault['help']}" for fault in Axe().run(visitor.page).response["violations"]]


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_axe_finds_nothing_on_any_page(
    house: House, visit: Visit, language: str, scheme: Scheme, device: dict[str, Any]
) -> None:
    link = house.ask(EVERY, language=language)
    visitor = visit(scheme=scheme, locale=language, device=device)

    def check() -> None:
        assert faults(visitor) == []
        assert visitor.page.evaluate(OVERFLOW) == 0
        small = [target for target in visitor.page.evaluate(TARGETS) if 0 < min(target[1:]) < 24]
        assert small == []

    visitor.open(f"{link.url}?nps=3")
    check()
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    check()
    visitor.question("Question multiple").get_by_role("checkbox").first.check()
    visitor.page.get_by_label("Question more").fill("Words")
    visitor.send()
    expect(visitor.page.get_by_role("button")).to_have_count(0)
    check()
    visitor.open(f"{link.url}?change=1")
    check()
    elsewhere = {"nps": "9", "multiple": "red", "_revision": "1"}
    assert httpx.post(link.url, data=elsewhere).status_code == 200
    visitor.question("Question nps").get_by_role("radio").last.check()
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    check()
    for nowhere in ("/s/nobody-made-this", "/s"):
        visitor.open(house.url + nowhere)
        check()
    late = house.ask(EVERY, language=language)
    house.expire(late)
    visitor.open(late.url)
    check()
    revoked = house.ask(EVERY, language=language)
    house.revoke(revoked)
    visitor.open(revoked.url)
    check()


def test_a_page_with_every_type_of_question_travels_in_the_first_flight(house: House) -> None:
    link = house.ask(EVERY).url
    for answer in (httpx.get(link), httpx.post(link, data={"comment": "x"})):
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        assert headers + len(gzip.compress(answer.content)) < FIRST_FLIGHT
