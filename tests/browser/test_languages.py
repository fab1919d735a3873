"""The page speaks the customer's language, and any other that the survey has is one tap away."""

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.house import House
from support.samples import AFTER_SUPPORT

NAMES = {"en": "English", "es": "Español", "pt": "Português"}
SEND = {"en": "Send", "es": "Enviar", "pt": "Enviar"}
THANKS = {"en": "Thank you", "es": "Gracias", "pt": "Obrigado"}


@pytest.mark.parametrize("language", NAMES)
def test_the_page_is_in_the_customers_language_whatever_the_browser_prefers(
    house: House, visit: Visit, language: str
) -> None:
    visitor = visit(locale="de-DE")
    visitor.open(house.invite(language=language).url)
    visitor.sees(AFTER_SUPPORT["title"][language])
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    for question in AFTER_SUPPORT["questions"]:
        expect(visitor.page.get_by_text(question["text"][language])).to_be_visible()
    expect(visitor.page.get_by_role("button")).to_have_text(SEND[language])
    links = visitor.page.get_by_role("navigation").get_by_role("link")
    others = [other for other in NAMES if other != language]
    expect(links).to_have_text([NAMES[other] for other in others])
    assert [link.get_attribute("lang") for link in links.all()] == others


def test_a_customer_without_a_language_of_ours_is_asked_in_the_surveys_first(
    house: House, visit: Visit
) -> None:
    visitor = visit()
    visitor.open(house.invite(language="fi").url)
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_tap_on_another_language_changes_the_page_to_its_end(
    house: House, visit: Visit, javascript: bool, language: str
) -> None:
    link = house.invite(channel="shop")
    visitor = visit(javascript=javascript)
    visitor.open(link.url)
    visitor.page.get_by_role("link", name=NAMES[language]).click()
    visitor.sees(AFTER_SUPPORT["title"][language])
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)

    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    recommend, resolved = (AFTER_SUPPORT["questions"][place]["text"][language] for place in (0, 3))
    visitor.choose(recommend, "7")
    visitor.question(resolved).get_by_role("radio").first.check()
    visitor.send()
    visitor.sees(THANKS[language])
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    assert house.answers(link) == [{"recommend": 7, "resolved": "yes"}]
