"""Complaining in a browser: without script, by keyboard, on a small phone, in three languages, for everybody."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.test_page import OVERFLOW, TARGETS
from browser.visitor import DESKTOP, PHONE, Scheme, Visitor
from feedback_router.app import create_app
from feedback_router.settings import RouterSettings
from support.apps import common, running
from support.databases import Databases
from support.served import served
from support.teams import STAFFED

TITLES = {"en": "Make a complaint", "es": "Presenta una queja", "pt": "Faça uma reclamação"}
WORDS = {"en": "What happened?", "es": "¿Qué pasó?", "pt": "O que aconteceu?"}
RECEIVED = {"en": "We have your complaint", "es": "Recibimos tu queja", "pt": "Recebemos sua reclamação"}
SEND = {"en": "Send the complaint", "es": "Enviar la queja", "pt": "Enviar a reclamação"}


@pytest.fixture(scope="package")
def desk(databases: Databases, redis_url: str) -> Iterator[tuple[str, str]]:
    """Where customers complain, and the database behind it."""
    with databases.copy("feedback_router") as url:
        settings = RouterSettings(**common(url, redis_url), survey_url="http://127.0.0.1:9", encoder=False)
        with running(create_app(settings)) as router, served(router.app) as address:
            assert router.post("/router/v1/rules", STAFFED, router.key("rules:write")).status_code == 200
            yield address, url


def counts(database: str) -> tuple[Any, ...]:
    """How many items there are, and how many began and sent a complaint."""
    query = """
    SELECT (SELECT count(*) FROM feedback), coalesce(sum(begun), 0), coalesce(sum(sent), 0),
           coalesce(sum(sent_of_begun), 0) FROM complaint_counts
    """
    with psycopg.connect(database) as connection:
        (row,) = connection.execute(query).fetchall()
    return tuple(int(number) for number in row)


def looks_right(visitor: Visitor) -> None:
    """Nothing for axe to complain about, nothing wider than the screen, nothing too small to hit."""
    found = Axe().run(visitor.page).response["violations"]
    assert [f"{fault['id']}: {fault['help']}" for fault in found] == []
    assert visitor.page.evaluate(OVERFLOW) == 0
    assert [target for target in visitor.page.evaluate(TARGETS) if 0 < min(target[1:]) < 24] == []


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_every_page_is_for_everybody(
    desk: tuple[str, str], visit: Visit, language: str, scheme: Scheme, device: dict[str, Any]
) -> None:
    visitor = visit(scheme=scheme, locale=language, device=device)
    visitor.open(f"{desk[0]}/c")
    visitor.sees(TITLES[language])
    looks_right(visitor)
    visitor.page.get_by_role("button", name=SEND[language]).click()
    expect(visitor.page.get_by_role("alert")).to_be_focused()
    looks_right(visitor)
    visitor.page.get_by_label(WORDS[language]).fill("La factura / the invoice / a fatura")
    visitor.page.get_by_role("button", name=SEND[language]).click()
    visitor.sees(RECEIVED[language])
    looks_right(visitor)
    visitor.page.locator("button[value=withdraw]").click()
    looks_right(visitor)
    visitor.open(f"{desk[0]}/c/0000-0000-0000-0000")
    looks_right(visitor)


def test_with_or_without_script_a_complaint_is_sent_and_looked_at_again(
    desk: tuple[str, str], visit: Visit, javascript: bool
) -> None:
    address, database = desk
    before = counts(database)
    visitor = visit(javascript=javascript, locale="en")
    visitor.open(f"{address}/c")
    assert counts(database) == before
    visitor.page.get_by_label(WORDS["en"]).fill("The invoice is wrong")
    visitor.page.get_by_role("button", name=SEND["en"]).click()
    visitor.sees(RECEIVED["en"])
    began = int(javascript)
    after = (before[0] + 1, before[1] + began, before[2] + 1, before[3] + began)
    assert counts(database) == after
    visitor.page.reload()
    assert counts(database) == after
    number = visitor.page.locator(".number").inner_text()
    visitor.open(f"{address}/c")
    visitor.page.get_by_label("Your reference").fill(number.lower())
    visitor.page.get_by_role("button", name="See how it stands").click()
    visitor.sees("Your complaint")
    visitor.page.get_by_label("What would you like to add?").fill("And the next one too")
    visitor.page.get_by_role("button", name="Add").click()
    expect(visitor.page.get_by_role("status")).to_contain_text("We have added it.")
    assert all(url.startswith(address) for url in visitor.requests)


def test_the_keyboard_is_enough(desk: tuple[str, str], visit: Visit) -> None:
    visitor = visit(device=DESKTOP, locale="en")
    visitor.open(f"{desk[0]}/c")
    visitor.press("Tab", "Tab", "Tab")
    visitor.page.keyboard.type("The invoice is wrong")
    visitor.press("Tab")
    visitor.page.keyboard.type("ana@x.example")
    visitor.press("Tab", "Tab", "Enter")
    visitor.sees(RECEIVED["en"])


def test_text_at_twice_its_size_still_fits_a_phone(desk: tuple[str, str], visit: Visit) -> None:
    visitor = visit(locale="pt")
    visitor.open(f"{desk[0]}/c")
    visitor.page.get_by_label(WORDS["pt"]).fill("A fatura")
    visitor.page.get_by_role("button", name=SEND["pt"]).click()
    visitor.sees(RECEIVED["pt"])
    visitor.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert visitor.page.evaluate(OVERFLOW) == 0
