"""Questions that depend on earlier answers: the page's script and the server follow the same rules."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.house import House
from support.surveys import forms, question, survey_of, surveys
from survey.domain.surveys import read_answers, visible
from survey.store.definitions import to_definition

CHAIN = to_definition(
    replace(
        survey_of(
            question("resolved", "yes_no"),
            question("again", "yes_no", show_if={"question": "resolved", "equals": "no"}, required=True),
            question("why", "text", show_if={"question": "again", "equals": "yes"}),
        ),
        key="chain",
    )
)
RESOLVED, AGAIN, WHY = "Question resolved", "Question again", "Question why"

# Chooses and writes what a form holds, whether or not the page shows it, and tells the page once.
FILL = """form => {
    for (const field of document.querySelectorAll("[data-question] input, [data-question] textarea")) {
        const given = [form[field.name] ?? []].flat();
        if (field.matches("textarea, [type=text]")) field.value = given.join("");
        else field.checked = given.includes(field.value);
    }
    document.forms[0].dispatchEvent(new Event("input"));
}"""
ASKED = """() => [...document.querySelectorAll("[data-question]")]
    .filter(question => question.checkVisibility()).map(question => question.dataset.question)"""
SENT = "() => [...new FormData(document.forms[0]).keys()].filter(name => name[0] !== '_')"

_numbers = count(1)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_server_and_page_ask_the_same_questions_after_the_same_answers(
    house: House, visit: Visit, data: st.DataObject
) -> None:
    survey = replace(data.draw(surveys()), key=f"drawn-{next(_numbers)}")
    visitor = visit()
    visitor.open(house.ask(to_definition(survey)).url)
    assert visitor.page.evaluate(ASKED) == [asked.key for asked in visible(survey, {}, {})]
    for _ in range(4):
        form = data.draw(forms(survey))
        visitor.page.evaluate(FILL, form)
        answers, _ = read_answers(survey, form)
        seen = [asked.key for asked in visible(survey, answers, {})]
        assert visitor.page.evaluate(ASKED) == seen
        assert {name.partition(".")[0] for name in visitor.page.evaluate(SENT)} <= set(seen)


def test_a_follow_up_appears_with_the_answer_that_asks_for_it_and_goes_with_it(
    house: House, visit: Visit
) -> None:
    link = house.ask(CHAIN)
    visitor = visit()
    visitor.open(link.url)
    expect(visitor.question(AGAIN)).to_be_hidden()
    visitor.choose(RESOLVED, "No")
    visitor.choose(AGAIN, "Sí")
    visitor.page.get_by_label(WHY).fill("Nadie lo anotó")
    visitor.choose(RESOLVED, "Sí")
    expect(visitor.question(AGAIN)).to_be_hidden()
    expect(visitor.page.get_by_label(WHY)).to_be_hidden()
    visitor.send()
    visitor.sees("Gracias")
    assert house.answers(link) == [{"resolved": "yes"}]


def test_a_follow_up_that_is_missing_is_asked_for_when_the_page_comes_back(
    house: House, visit: Visit, javascript: bool
) -> None:
    link = house.ask(CHAIN)
    visitor = visit(javascript=javascript)
    visitor.open(link.url)
    visitor.choose(RESOLVED, "No")
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_contain_text(AGAIN)
    visitor.choose(AGAIN, "No")
    visitor.send()
    visitor.sees("Gracias")
    assert house.answers(link) == [{"resolved": "no", "again": "no"}]


def test_without_script_every_question_is_there_and_says_that_it_may_not_apply(
    house: House, visit: Visit
) -> None:
    link = house.ask(CHAIN)
    visitor = visit(javascript=False)
    visitor.open(link.url)
    expect(visitor.question(f"{AGAIN} (si corresponde)")).to_be_visible()
    visitor.choose(RESOLVED, "Sí")
    visitor.page.get_by_label(f"{WHY} (si corresponde, opcional)").fill("No corresponde")
    visitor.send()
    visitor.sees("Gracias")
    assert house.answers(link) == [{"resolved": "yes"}]


def test_what_was_chosen_before_going_back_still_shows_its_follow_up(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.open(house.ask(CHAIN).url)
    visitor.choose(RESOLVED, "No")
    visitor.page.get_by_role("link", name="English").click()
    visitor.page.go_back()
    chosen: dict[str, Any] = visitor.page.evaluate(
        "() => Object.fromEntries(new FormData(document.forms[0]))"
    )
    assert visitor.answer(AGAIN, "No").is_visible() == (chosen.get("resolved") == "no")


@pytest.mark.parametrize("value", [0, 10])
def test_the_button_in_the_mail_chooses_its_score_and_stores_nothing(
    house: House, visit: Visit, javascript: bool, value: int
) -> None:
    link = house.invite()
    visitor = visit(javascript=javascript)
    visitor.open(f"{link.url}?recommend={value}")
    expect(visitor.page.get_by_role("radio", checked=True)).to_have_count(1)
    visitor.page.get_by_role("link", name="Português").click()
    expect(visitor.page.get_by_role("radio", checked=True)).to_have_count(1)
    assert house.answers(link) == []
    visitor.page.get_by_role("button").click()
    visitor.sees("Obrigado")
    assert house.answers(link) == [{"recommend": value}]
