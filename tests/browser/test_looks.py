"""What a company, a language and an open link make of the page: everybody can still read and use it."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.contrast import FAINT_EDGES, FAINT_TEXTS
from browser.house import House
from browser.test_axe import EVERY, faults
from browser.test_page import OVERFLOW, TARGETS
from browser.visitor import DESKTOP, PHONE, Scheme, Visitor
from survey.domain.questions import Question
from survey.store.definitions import from_definition, to_definition

FARO: dict[str, Any] = {
    "name": "Faro",
    "logo_svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32"><rect width="32" height="32" rx="8" '
    'fill="#7a1fa2"/><path d="M8 24 16 6l8 18z" fill="#ffd54a"/><path d="M44 10h60v4H44zM44 18h40v4H44z" '
    'fill="#3b0a54"/></svg>',
    "accent": "#7a1fa2",
    "accent_dark": "#e1a9f5",
    "person_phone": "+34 900 123 456",
    "person_url": "https://faro.example/ayuda",
}
# What the page itself says, in the survey's own words.
ARABIC = {
    "send": "إرسال",
    "optional": "اختياري",
    "if_it_applies": "إن انطبق",
    "nps_low": "0 = غير محتمل إطلاقا",
    "nps_high": "10 = محتمل جدا",
    "thanks_title": "شكرا لك",
    "thanks_text": "وصلتنا إجابتك. نقرأ كل تعليق.",
    "faults_title": "يرجى النظر في هذا مرة أخرى",
    "answer_required": "يرجى اختيار إجابة.",
    "mode_known": "نعلم أن هذه الإجابة لك: هذا الرابط لك وحدك.",
    "complain": "تقديم شكوى",
    "change_answer": "تغيير إجابتي",
}


def in_arabic(question: Question) -> Question:
    """The question with a text in Arabic."""
    options = tuple(replace(option, text={**option.text, "ar": "خيار"}) for option in question.options)
    declared = question.declared and replace(
        question.declared,
        low_text={**question.declared.low_text, "ar": "جيد"},
        high_text={**question.declared.high_text, "ar": "سيئ"},
    )
    return replace(
        question, text={**question.text, "ar": f"سؤال {question.key}؟"}, options=options, declared=declared
    )


_SURVEY = from_definition(EVERY)
RIGHT_TO_LEFT = to_definition(
    replace(
        _SURVEY,
        key="right-to-left",
        languages=("ar", "en"),
        title={**_SURVEY.title, "ar": "رأيك في خدمتنا"},
        questions=tuple(in_arabic(question) for question in _SURVEY.questions),
        texts={"ar": ARABIC},
    )
)
ANONYMOUS = to_definition(
    replace(
        _SURVEY,
        key="every-type-anonymous",
        anonymous=True,
        questions=tuple(question for question in _SURVEY.questions if question.type != "contact_permission"),
    )
)
# The box of the first answer and of the second of a scale, and of a choice's button and its text.
PLACES = """() => {
    const left = element => element.getBoundingClientRect().left;
    const [first, second] = document.querySelectorAll(".scale label");
    const input = document.querySelector(".choice input");
    return {
        scale: left(first) > left(second),
        mark: input.getBoundingClientRect().right > input.parentElement.getBoundingClientRect().right - 60,
        direction: getComputedStyle(document.body).direction,
    };
}"""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Both are somebody's only one."""
    scheme: Scheme = request.param
    return scheme


def check(visitor: Visitor) -> None:
    """Nothing is wrong with the page as it is shown now."""
    assert faults(visitor) == []
    assert visitor.page.evaluate(FAINT_TEXTS) == []
    assert visitor.page.evaluate(FAINT_EDGES) == []
    assert visitor.page.evaluate(OVERFLOW) == 0
    small = [target for target in visitor.page.evaluate(TARGETS) if 0 < min(target[1:]) < 24]
    assert small == []


def walk(
    visitor: Visitor, address: str, multiple: str = "Question multiple", more: str = "Question more"
) -> None:
    """Open a page, send it with faults, send it well."""
    visitor.open(f"{address}?nps=3")
    check(visitor)
    visitor.question("nps").get_by_role("radio").first.check()
    visitor.send()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    check(visitor)
    visitor.question(multiple).get_by_role("checkbox").first.check()
    visitor.page.get_by_label(more).fill("Words")
    visitor.send()
    expect(visitor.page.get_by_role("radio")).to_have_count(0)
    check(visitor)


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_can_be_read_in_the_companys_colours(
    house: House, visit: Visit, scheme: Scheme, device: dict[str, Any]
) -> None:
    visitor = visit(scheme=scheme, device=device)
    with house.brand(FARO):
        link = house.ask({**EVERY, "key": f"branded-{scheme}-{device['viewport']['width']}"})
        walk(visitor, link.url)
        for address in (house.url + "/s/nobody", f"{link.url}/unsubscribe"):
            visitor.open(address)
            check(visitor)
        expect(visitor.page.get_by_role("img", name="Faro")).to_be_visible()
        expect(visitor.page.get_by_role("contentinfo").get_by_role("link")).to_have_count(3)


def test_an_arabic_survey_runs_from_right_to_left(house: House, visit: Visit, scheme: Scheme) -> None:
    link = house.ask({**RIGHT_TO_LEFT, "key": f"right-to-left-{scheme}"}, language="ar")
    visitor = visit(scheme=scheme, locale="ar")
    visitor.open(link.url)
    expect(visitor.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "ar")
    expect(visitor.page.get_by_role("button")).to_have_text("إرسال")
    assert visitor.page.evaluate(PLACES) == {"scale": True, "mark": True, "direction": "rtl"}
    walk(visitor, link.url, "multiple", "more")
    visitor.sees("شكرا لك")
    visitor.open(f"{link.url}?language=en")
    visitor.open(f"{link.url}?language=en&change=1")
    assert visitor.page.evaluate(PLACES) == {"scale": False, "mark": False, "direction": "ltr"}


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_an_open_link_and_a_kiosk_can_be_used_by_everybody(
    house: House, visit: Visit, language: str, scheme: Scheme
) -> None:
    address = house.poster({**EVERY, "key": f"open-{language}-{scheme}"}, kiosk=True, language=language)
    visitor = visit(scheme=scheme)
    walk(visitor, address)
    visitor.page.get_by_role("button").click()
    expect(visitor.page.locator(":checked")).to_have_count(0)
    expect(visitor.page.locator("[name=_url]")).to_be_hidden()
    visitor.open(f"{house.url}/o/nobody")
    check(visitor)


def test_a_kiosk_returns_by_itself_and_the_next_one_sees_nothing_of_the_one_before(
    house: House, visit: Visit
) -> None:
    visitor = visit()
    visitor.open(house.poster({**EVERY, "key": "kiosk"}, kiosk=True, language="en"))
    visitor.question("multiple").get_by_role("checkbox").first.check()
    visitor.question("nps").get_by_role("radio").last.check()
    visitor.send()
    visitor.sees("Thank you")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("A survey", timeout=20_000)
    expect(visitor.page.locator(":checked")).to_have_count(0)


def test_a_kiosk_warns_who_walks_away_and_then_empties_the_form_for_the_next_one(
    house: House, visit: Visit
) -> None:
    visitor = visit()
    visitor.page.clock.install()
    visitor.open(house.poster({**EVERY, "key": "kiosk-left"}, kiosk=True, language="en"))
    chosen = visitor.page.locator(":checked")
    visitor.page.clock.fast_forward("10:00")
    expect(visitor.page.get_by_role("status")).to_have_text("")
    visitor.question("nps").get_by_role("radio").last.check()
    visitor.page.clock.fast_forward("01:05")
    expect(visitor.page.get_by_role("status")).to_contain_text("Are you still there?")
    check(visitor)
    visitor.press("Shift")
    visitor.page.clock.fast_forward("00:50")
    expect(visitor.page.get_by_role("status")).to_have_text("")
    expect(chosen).to_have_count(1)
    with visitor.page.expect_navigation():
        visitor.page.clock.fast_forward("00:40")
        visitor.page.clock.fast_forward("00:40")
    expect(chosen).to_have_count(0)


def test_an_anonymous_survey_can_be_used_by_everybody_and_saves_nothing(
    house: House, visit: Visit, scheme: Scheme
) -> None:
    link = house.ask({**ANONYMOUS, "key": f"anonymous-{scheme}"})
    visitor = visit(scheme=scheme)
    walk(visitor, link.url)
    visitor.open(f"{link.url}?change=1")
    expect(visitor.page.get_by_text("anónima")).to_be_visible()
    assert not any(url.endswith("/partial") for url in visitor.requests)
