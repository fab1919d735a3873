"""Customers answer: by touch and by keyboard, with and without scripts, once."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.house import House
from browser.visitor import COMMENT, DESKTOP, EFFORT, RECOMMEND, RESOLVED, SATISFIED, Visitor

QUESTIONS = (RECOMMEND, EFFORT, SATISFIED, RESOLVED)


@pytest.fixture
def ana(visit: Visit, javascript: bool) -> Visitor:
    """A customer with a phone, whose browser runs scripts or not."""
    return visit(javascript=javascript)


def test_a_customer_answers_every_question_on_a_phone_and_exactly_that_is_stored(
    house: House, ana: Visitor
) -> None:
    link = house.invite()
    ana.open(link.url)
    ana.choose(RECOMMEND, "3")
    ana.choose(EFFORT, "7")
    ana.choose(SATISFIED, "1")
    ana.choose(RESOLVED, "No")
    ana.comment().fill("Esperé 40 minutos.\n¿Nadie contesta? <b>¡Uf!</b>")
    ana.send()
    ana.sees("Gracias")
    assert house.answers(link) == [
        {
            "recommend": 3,
            "effort": 7,
            "satisfied": 1,
            "resolved": "no",
            "comment": "Esperé 40 minutos.\n¿Nadie contesta? <b>¡Uf!</b>",
        }
    ]


def test_questions_that_a_customer_leaves_out_are_not_stored(house: House, ana: Visitor) -> None:
    link = house.invite()
    ana.open(link.url)
    ana.choose(RECOMMEND, "0")
    ana.send()
    ana.sees("Gracias")
    assert house.answers(link) == [{"recommend": 0}]


def test_the_keyboard_alone_is_enough(house: House, ana: Visitor) -> None:
    link = house.invite()
    ana.open(link.url)
    ana.press("Tab", "Tab")  # past the other languages
    ana.press("Tab", "Space", *["ArrowRight"] * 10)
    ana.press("Tab", "ArrowRight", "ArrowRight", "ArrowLeft")
    ana.press("Tab", "Space")
    ana.press("Tab", "ArrowDown")
    ana.press("Tab")
    ana.page.keyboard.type("Sin ratón")
    ana.press("Tab", "Enter")
    ana.sees("Gracias")
    assert house.answers(link) == [
        {"recommend": 10, "effort": 2, "satisfied": 1, "resolved": "no", "comment": "Sin ratón"}
    ]


def test_nothing_is_chosen_or_written_beforehand(house: House, ana: Visitor) -> None:
    ana.open(house.invite().url)
    assert ana.page.get_by_role("radio").count() == 11 + 7 + 5 + 2
    assert ana.page.get_by_role("radio", checked=True).count() == 0
    expect(ana.comment()).to_have_value("")


def test_choosing_and_changing_ones_mind_sends_nothing(house: House, ana: Visitor) -> None:
    link = house.invite()
    ana.open(link.url)
    for question in QUESTIONS:
        for answer in ana.question(question).get_by_role("radio").all():
            answer.check()
    ana.comment().fill("Todavía no")
    ana.answer(RECOMMEND, "10").press("Space")
    expect(ana.answer(RECOMMEND, "10")).to_be_checked()
    assert ana.requests_but_saving() == [link.url]
    assert house.answers(link) == []


def test_an_empty_form_is_told_so_and_nothing_is_stored(house: House, ana: Visitor) -> None:
    link = house.invite()
    ana.open(link.url)
    ana.send()
    expect(ana.page.get_by_role("alert")).to_contain_text("Responde al menos a una pregunta")
    assert house.answers(link) == []


def test_a_fault_is_told_beside_its_question_and_what_was_answered_stays(house: House, ana: Visitor) -> None:
    link = house.invite(channel="shop")
    ana.open(link.url)
    ana.choose(EFFORT, "6")
    ana.comment().fill("\n  Dos líneas\ny «comillas» & <b>más</b>")
    ana.send()
    for question in (RECOMMEND, RESOLVED):
        expect(ana.question(question)).to_contain_text("Elige una respuesta, por favor.")
        expect(ana.question(question)).to_have_accessible_description(
            re.compile("^Elige una respuesta, por favor.")
        )
    for question in (EFFORT, SATISFIED):
        expect(ana.question(question)).not_to_contain_text("Elige una respuesta")
    expect(ana.answer(EFFORT, "6")).to_be_checked()
    expect(ana.comment()).to_have_value("\n  Dos líneas\ny «comillas» & <b>más</b>")
    assert ana.page.get_by_role("radio", checked=True).count() == 1
    assert house.answers(link) == []

    ana.choose(RECOMMEND, "9")
    ana.choose(RESOLVED, "Sí")
    ana.send()
    ana.sees("Gracias")
    (stored,) = house.answers(link)
    assert (stored["recommend"], stored["effort"], stored["resolved"]) == (9, 6, "yes")


def test_after_a_fault_the_keyboard_begins_at_what_is_wrong(house: House, ana: Visitor) -> None:
    ana.open(house.invite(channel="shop").url)
    ana.choose(RECOMMEND, "9")
    ana.send()
    alert = ana.page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert.get_by_role("link")).to_have_text([RESOLVED])
    ana.press("Tab", "Enter", "Space")
    expect(ana.answer(RESOLVED, "Sí")).to_be_checked()


def test_tab_goes_through_the_page_in_the_order_in_which_it_is_read(house: House, ana: Visitor) -> None:
    ana.open(house.invite().url)
    places = (
        ana.page.get_by_role("link", name="English"),
        ana.page.get_by_role("link", name="Português"),
        *(ana.question(question).get_by_role("radio").first for question in QUESTIONS),
        ana.page.get_by_label(COMMENT),
        ana.page.get_by_role("button", name="Enviar"),
    )
    for place in places:
        ana.press("Tab")
        expect(place).to_be_focused()


def test_who_goes_back_after_sending_is_thanked_again_and_nothing_more_is_stored(
    house: House, ana: Visitor
) -> None:
    link = house.invite()
    ana.open(link.url)
    ana.choose(RECOMMEND, "8")
    ana.send()
    ana.sees("Gracias")
    before = house.events()
    ana.page.go_back()
    ana.sees("Gracias")
    ana.page.reload()
    ana.sees("Gracias")
    assert house.answers(link) == [{"recommend": 8}]
    assert house.events() == before


def test_a_second_answer_from_a_page_that_was_still_open_changes_nothing_before_it_is_sent_again(
    house: House, visit: Visit
) -> None:
    link = house.invite()
    phone, desktop = visit(), visit(device=DESKTOP)
    phone.open(link.url)
    desktop.open(link.url)
    phone.choose(RECOMMEND, "2")
    phone.send()
    phone.sees("Gracias")
    before = house.events()
    desktop.choose(RECOMMEND, "10")
    desktop.send()
    expect(desktop.page.get_by_role("alert")).to_contain_text("Mientras tanto ya respondiste")
    expect(desktop.page.get_by_role("alert")).to_be_focused()
    expect(desktop.answer(RECOMMEND, "10")).to_be_checked()
    assert house.answers(link) == [{"recommend": 2}]
    assert house.events() == before
    desktop.send()
    desktop.sees("Gracias")
    assert house.answers(link) == [{"recommend": 10}]


def test_an_answer_can_be_changed_by_the_page_that_thanks_for_it(house: House, ana: Visitor) -> None:
    link = house.invite()
    ana.open(link.url)
    ana.choose(RECOMMEND, "2")
    ana.comment().fill("Mal")
    ana.send()
    ana.page.get_by_role("link", name="Cambiar mi respuesta").click()
    expect(ana.answer(RECOMMEND, "2")).to_be_checked()
    expect(ana.comment()).to_have_value("Mal")
    ana.choose(RECOMMEND, "9")
    ana.comment().fill("Bien")
    ana.send()
    ana.sees("Gracias")
    assert house.answers(link) == [{"recommend": 9, "comment": "Bien"}]


def test_a_mail_scanner_that_opens_the_link_leaves_no_trace_and_the_customer_can_still_answer(
    house: House, visit: Visit
) -> None:
    link = house.invite()
    before = house.events()
    scanner = visit(device=DESKTOP)
    scanner.open(link.url)
    scanner.page.wait_for_load_state("networkidle")
    scanner.leave()
    with httpx.Client() as robot:
        for query in ("", "?language=en", "?recommend=0", "?recommend=0&_language=es"):
            assert robot.head(link.url + query).status_code == 200
            assert robot.get(link.url + query).status_code == 200
    assert house.events() == before
    assert house.answers(link) == []

    customer = visit()
    customer.open(link.url)
    customer.choose(RECOMMEND, "10")
    customer.send()
    customer.sees("Gracias")
    assert house.answers(link) == [{"recommend": 10}]
    assert [event["type"] for event in house.events()[len(before) :]] == ["survey.response.submitted"]
