"""What customers see where something went wrong: in the company's colours, kind, and never a second error."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from support.answering import answering
from support.apps import Running, running
from survey.app import create_app
from survey.pages import responses
from survey.settings import SurveySettings
from survey.store import brands

LANGUAGES = {
    "en": ("That did not work", "Make a complaint"),
    "es": ("No ha funcionado", "Presentar una queja"),
    "pt": ("Não funcionou", "Fazer uma reclamação"),
}
BRAND = {"name": "Faro & Hijos", "accent": "#7a1fa2", "person_phone": "+34 900 123 456"}


@pytest.fixture
def branded(survey: Running) -> Running:
    key = survey.key("surveys:write")
    assert survey.client.put("/survey/v1/brand", json=BRAND, headers=key).status_code == 200
    return survey


def fails(error: Exception) -> Any:
    """A function that does nothing but raise this."""

    def failing(*_: Any, **__: Any) -> Any:
        raise error

    return failing


def test_an_error_wears_the_brand_and_has_the_ways_out_in_every_language(branded, monkeypatch):
    monkeypatch.setattr(responses, "find_invitation", fails(RuntimeError("the disk is on fire")))
    for language, (title, complain) in LANGUAGES.items():
        page = branded.client.get("/s/any?change=1", headers={"Accept-Language": language})
        assert (page.status_code, page.headers["Cache-Control"]) == (500, "no-store")
        assert f'<html lang="{language}"' in page.text
        for said in (title, complain, "Faro &amp; Hijos", "--accent:#7a1fa2", "tel:+34900123456"):
            assert said in page.text
        assert "the disk is on fire" not in page.text
        assert len(gzip.compress(page.data)) < 14_000


@pytest.mark.parametrize("path", ["/s", "/o"])
def test_an_address_without_its_link_wears_the_brand(branded, path):
    page = branded.client.get(path, headers={"Accept-Language": "es"})
    assert page.status_code == 404
    assert "No encontramos esta página" in page.text
    assert "Faro &amp; Hijos" in page.text


def test_what_can_not_be_done_with_a_link_says_what_can_and_wears_the_brand(branded):
    page = branded.client.delete("/s/any")
    assert page.status_code == 405
    assert "GET" in page.headers["Allow"]
    assert "Faro &amp; Hijos" in page.text


def test_without_the_database_the_brand_that_was_seen_last_is_shown(branded, monkeypatch):
    assert "Faro &amp; Hijos" in answering(branded)().get().text
    monkeypatch.setattr(responses, "find_invitation", fails(PoolTimeout("gone")))
    page = branded.client.get("/s/any?change=1")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Faro &amp; Hijos" in page.text


@pytest.mark.parametrize("error", [psycopg.OperationalError("gone"), TypeError("not a brand")])
def test_a_brand_that_can_not_be_read_is_no_second_error(branded, monkeypatch, error):
    monkeypatch.setattr(responses, "find_invitation", fails(RuntimeError("the disk is on fire")))
    monkeypatch.setattr(brands, "in_force", fails(error))
    page = branded.client.get("/s/any?change=1", headers={"Accept-Language": "pt"})
    assert page.status_code == 500
    assert "Não funcionou" in page.text


@pytest.fixture
def uncomplaining(survey_settings: SurveySettings) -> Iterator[Running]:
    with running(create_app(replace(survey_settings, complaint_url=None))) as it:
        yield it


def test_without_brand_and_complaints_the_page_is_still_kind(uncomplaining, monkeypatch):
    monkeypatch.setattr(responses, "find_invitation", fails(RuntimeError("the disk is on fire")))
    page = uncomplaining.client.get("/s/any?change=1")
    assert page.status_code == 500
    assert "That did not work" in page.text
    assert "<footer>" not in page.text


def test_staff_get_their_own_page_with_the_way_to_another_key(branded):
    cookie = {"Authorization": branded.key("responses:read")["Authorization"]}
    page = branded.client.get("/survey/previews/after-support/en", headers=cookie)
    assert page.status_code == 403
    assert 'href="/sign-in"' in page.text
    assert "Faro" not in page.text
