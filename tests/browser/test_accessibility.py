"""Everybody can use the page: names for all that can be used, and contrast in light and dark (WCAG 2.2, AA)."""

from typing import Any

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.contrast import FAINT_EDGES, FAINT_TEXTS
from browser.house import House
from browser.visitor import COMMENT, EFFORT, RECOMMEND, RESOLVED, SATISFIED, Scheme, Visitor

NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), textarea, select")]
    .filter(control => ![...control.labels].some(label => label.textContent.trim()))
    .concat([...document.querySelectorAll("fieldset")]
        .filter(group => !group.querySelector(":scope > legend")?.textContent.trim()))
    .map(element => element.outerHTML)"""
DOUBLED_IDS = """() => [...document.querySelectorAll("[id]")].map(element => element.id)
    .filter((id, place, ids) => ids.indexOf(id) !== place)"""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Both are somebody's only one."""
    scheme: Scheme = request.param
    return scheme


def seen(visitor: Visitor, script: str) -> Any:
    """What a script finds on the page."""
    return visitor.page.evaluate(script)


def test_every_control_and_every_group_has_a_name(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.open(house.invite(channel="shop").url)
    for _ in range(2):
        assert seen(visitor, NAMELESS) == []
        assert seen(visitor, DOUBLED_IDS) == []
        for question, answers in ((RECOMMEND, 11), (EFFORT, 7), (SATISFIED, 5), (RESOLVED, 2)):
            expect(visitor.question(question)).to_have_count(1)
            expect(visitor.question(question).get_by_role("radio")).to_have_count(answers)
        expect(visitor.page.get_by_role("textbox", name=COMMENT)).to_have_count(1)
        expect(visitor.page.get_by_role("main")).to_have_count(1)
        expect(visitor.page.get_by_role("heading", level=1)).to_have_count(1)
        visitor.send()
        expect(visitor.page.get_by_role("alert")).to_be_visible()


def test_what_the_ends_of_a_scale_mean_is_told_with_the_question(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.open(house.invite().url)
    expect(visitor.question(RECOMMEND)).to_have_accessible_description("0 = nada probable 10 = muy probable")


def test_the_title_tells_that_the_page_came_back_with_a_fault(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.open(house.invite().url)
    expect(visitor.page).to_have_title("Tu contacto con nosotros")
    visitor.send()
    expect(visitor.page).to_have_title("Revisa esto, por favor – Tu contacto con nosotros")


def test_all_text_and_all_edges_stand_out_from_what_is_behind_them(
    house: House, visit: Visit, scheme: Scheme
) -> None:
    visitor = visit(scheme=scheme)

    def check() -> None:
        assert seen(visitor, FAINT_TEXTS) == []
        assert seen(visitor, FAINT_EDGES) == []

    link = house.invite(channel="shop")
    visitor.open(link.url)
    check()
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.choose(RECOMMEND, "4")
    visitor.choose(RESOLVED, "No")
    check()
    visitor.send()
    visitor.sees("Gracias")
    check()
    visitor.open(house.url + "/s/unknown")
    check()


def test_the_chosen_answer_looks_different_and_every_answer_looks_the_same(
    house: House, visit: Visit, scheme: Scheme
) -> None:
    visitor = visit(scheme=scheme)
    visitor.open(house.invite().url)
    looks = "cells => cells.map(cell => { const s = getComputedStyle(cell); return [s.color, s.backgroundColor] })"
    for question in (RECOMMEND, EFFORT, SATISFIED, RESOLVED):
        cells = visitor.question(question).locator("label > span")
        unchosen, chosen = set(), set()
        for place, answer in enumerate(visitor.question(question).get_by_role("radio").all()):
            answer.check()
            visitor.page.mouse.move(0, 0)
            colours = [tuple(pair) for pair in cells.evaluate_all(looks)]
            chosen.add(colours.pop(place))
            unchosen.update(colours)
        assert len(unchosen) == len(chosen) == 1
        assert unchosen.isdisjoint(chosen)


def test_where_the_keyboard_is_can_be_seen(house: House, visit: Visit, scheme: Scheme) -> None:
    visitor = visit(scheme=scheme)
    visitor.open(house.invite().url)
    outlined = """() => [document.activeElement, document.activeElement.nextElementSibling]
        .some(element => element && parseFloat(getComputedStyle(element).outlineWidth) >= 2
                         && getComputedStyle(element).outlineStyle === "solid")"""
    for _ in range(8):
        visitor.press("Tab")
        assert seen(visitor, outlined), visitor.page.evaluate("() => document.activeElement.outerHTML")
