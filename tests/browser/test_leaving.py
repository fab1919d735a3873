"""Customers who leave before they send: what they chose is saved while they go, and nothing is by looking."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.house import House
from browser.visitor import DESKTOP, EFFORT, PHONE, RECOMMEND
from integration.front.waiting import wait_until
from support.surveys import question, survey_of
from survey.store.definitions import to_definition

ODDLY_NAMED = replace(
    survey_of(
        question("action", "yes_no"),
        question("dataset", "yes_no", show_if={"question": "action", "equals": "no"}),
    ),
    key="oddly-named",
)


def test_who_leaves_after_two_questions_has_a_partial_answer_saved(house: House, visit: Visit) -> None:
    link = house.invite()
    ana = visit()
    ana.open(link.url)
    ana.choose(RECOMMEND, "3")
    ana.choose(EFFORT, "2")
    ana.page.goto("about:blank")
    wait_until(lambda: house.saved(link) == [{"recommend": 3, "effort": 2}])
    assert house.answers(link) == []


def test_questions_may_be_called_what_a_form_calls_its_own_parts(house: House, visit: Visit) -> None:
    link = house.ask(to_definition(ODDLY_NAMED))
    ana = visit()
    ana.open(link.url)
    ana.choose("Question action", "No")
    ana.choose("Question dataset", "Sí")
    ana.page.goto("about:blank")
    wait_until(lambda: house.saved(link) == [{"action": "no", "dataset": "yes"}])


def test_what_is_chosen_is_saved_while_the_customer_goes_on(house: House, visit: Visit) -> None:
    link = house.invite()
    ana = visit()
    ana.open(link.url)
    ana.choose(RECOMMEND, "3")
    wait_until(lambda: house.saved(link) == [{"recommend": 3}])
    ana.comment().fill("Esperé mucho")
    wait_until(lambda: house.saved(link) == [{"recommend": 3, "comment": "Esperé mucho"}])


def test_who_comes_back_goes_on_from_what_was_chosen(house: House, visit: Visit) -> None:
    link = house.invite()
    phone, desktop = visit(), visit(device=DESKTOP)
    phone.open(link.url)
    phone.choose(RECOMMEND, "3")
    phone.page.goto("about:blank")
    wait_until(lambda: bool(house.saved(link)))
    desktop.open(link.url)
    expect(desktop.answer(RECOMMEND, "3")).to_be_checked()
    desktop.choose(EFFORT, "5")
    desktop.send()
    desktop.sees("Gracias")
    assert house.answers(link) == [{"recommend": 3, "effort": 5}]


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_mail_scanner_with_script_on_that_only_loads_and_leaves_saves_nothing(
    house: House, visit: Visit, device: dict[str, object]
) -> None:
    link = house.invite()
    before = len(house.requests())
    scanner = visit(device=device)
    for query in ("", "?recommend=3", "?recommend=3&language=en"):
        scanner.open(link.url + query)
        scanner.page.wait_for_load_state("networkidle")
        scanner.page.mouse.wheel(0, 2000)
        scanner.page.goto("about:blank")
    # A page that is asked for after all this, by the same browser, comes after whatever it had still to say.
    scanner.open(link.url)
    assert set(house.requests()[before:]) == {("GET", "/s/<token>")}
    assert house.saved(link) == []


def test_without_script_nothing_is_saved_before_it_is_sent(house: House, visit: Visit) -> None:
    link = house.invite()
    ana = visit(javascript=False)
    ana.open(link.url)
    ana.choose(RECOMMEND, "3")
    ana.page.goto("about:blank")
    ana.open(link.url)
    expect(ana.page.get_by_role("radio", checked=True)).to_have_count(0)
    assert house.saved(link) == []
