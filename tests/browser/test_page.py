"""The page as a thing: it fits, it is light, it asks nobody else, and it is kind when there is nothing to answer."""

import gzip
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.house import House
from browser.visitor import DESKTOP, PHONE, RECOMMEND, Scheme

# What a fresh TCP connection carries before it has to wait for an answer: ten segments.
FIRST_FLIGHT = 14 * 1024

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The dates of a page that stand on more than one line.
TORN = r"""() => {
    const torn = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode());) {
        if (!node.parentElement.checkVisibility()) continue;
        for (const { 0: date, index } of node.textContent.matchAll(/\d{4}-\d\d-\d\d/g)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + date.length);
            if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) torn.push(date);
        }
    }
    return torn;
}"""
# The boxes that a finger has to hit. A radio button's box is the label around it.
TARGETS = """() => [...document.querySelectorAll("a, button, textarea, label:has(input)")].map(element => {
    const { width, height } = element.getBoundingClientRect();
    return [element.textContent.trim() || element.name, width, height];
})"""


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_nothing_is_wider_than_the_screen_and_everything_is_big_enough_to_hit(
    house: House, visit: Visit, language: str, device: dict[str, Any]
) -> None:
    visitor = visit(device=device)
    visitor.open(house.invite(language=language, channel="shop").url)

    def check() -> None:
        assert visitor.page.evaluate(OVERFLOW) == 0
        targets = visitor.page.evaluate(TARGETS)
        assert [target for target in targets if min(target[1:]) < 24] == []

    check()
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    check()
    visitor.open(house.url + "/s/unknown")
    check()


def test_text_at_twice_its_size_still_fits_a_phone(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.open(house.invite(channel="shop").url)
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert visitor.page.evaluate(OVERFLOW) == 0


def test_the_page_is_one_request_and_answering_is_one_more(house: House, visit: Visit) -> None:
    link = house.invite()
    visitor = visit(device=DESKTOP)
    before = len(house.requests())
    visitor.open(link.url)
    visitor.page.wait_for_load_state("networkidle")
    visitor.choose(RECOMMEND, "5")
    visitor.send()
    visitor.sees("Gracias")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.requests_but_saving() == [link.url, link.url]
    # Browsers hide their own question for an icon from us; the service would have seen it.
    seen = [request for request in house.requests()[before:] if request != ("POST", "/s/<token>/partial")]
    assert seen == [("GET", "/s/<token>"), ("POST", "/s/<token>")]


def test_no_page_asks_another_origin_for_anything(house: House, visit: Visit) -> None:
    link = house.invite(channel="shop")
    visitor = visit()
    visitor.open(link.url)
    visitor.page.get_by_role("link", name="English").click()
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.open(house.url + "/s/unknown")
    house.expire(link)
    visitor.open(link.url)
    assert {urlsplit(url).netloc for url in visitor.requests} == {urlsplit(house.url).netloc}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_has_nothing_to_complain_about_in_light_and_dark(
    house: House, visit: Visit, scheme: Scheme
) -> None:
    visitor = visit(scheme=scheme)
    visitor.open(house.invite(channel="shop").url)
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.choose(RECOMMEND, "5")
    visitor.question("¿Se resolvió?").get_by_role("radio").first.check()
    visitor.send()
    visitor.sees("Gracias")
    visitor.open(house.url + "/s/unknown")
    assert visitor.complaints == []


def test_what_the_browser_complains_about_is_heard(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.open(house.invite().url)
    with visitor.page.expect_console_message():
        visitor.page.evaluate(
            "() => { document.body.append(Object.assign(new Image(), {src: 'http://0.0.0.0/'})) }"
        )
    assert "Content Security Policy" in visitor.complaints.pop()


def test_the_page_travels_in_the_first_flight_of_packets(house: House) -> None:
    link = house.invite(channel="shop").url
    for answer in (httpx.get(link), httpx.post(link, data={"comment": "x"})):
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        assert headers + len(gzip.compress(answer.content)) < FIRST_FLIGHT


@pytest.mark.parametrize(
    ("locale", "language", "title"),
    [
        ("en-GB", "en", "We can't find this page"),
        ("es-AR", "es", "No encontramos esta página"),
        ("pt-BR", "pt", "Não encontramos esta página"),
        ("de-DE", "en", "We can't find this page"),
    ],
)
def test_an_unknown_link_gets_a_kind_page_in_the_browsers_language(
    house: House, visit: Visit, locale: str, language: str, title: str
) -> None:
    visitor = visit(locale=locale)
    assert visitor.open(house.url + "/s/nobody-made-this").status == 404
    visitor.sees(title)
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)


def test_a_link_whose_time_is_over_gets_a_kind_page_and_takes_no_answer(house: House, visit: Visit) -> None:
    link = house.invite()
    late, later = visit(), visit()
    late.open(link.url)
    late.choose(RECOMMEND, "1")
    house.expire(link)
    late.send()
    late.sees("Esta encuesta ya está cerrada")
    assert later.open(link.url).status == 410
    later.sees("Esta encuesta ya está cerrada")
    expect(later.page.get_by_text("Gracias por pasarte")).to_be_visible()
    assert later.page.get_by_role("button").count() == 0
    assert house.answers(link) == []
