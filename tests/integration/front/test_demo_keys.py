"""The demo's keys over the years: a house that is started again with newer code opens what that code has."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from escucha.demo.keys import keep_keys
from escucha.launch.environment import SERVICES, database_url
from escucha.scopes import SCOPES
from shared import api_keys
from support.databases import Databases


@pytest.fixture
def folder(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder of a house, with a database for each service."""
    (tmp_path / "secrets").mkdir()
    with ExitStack() as copies:
        for service, package in SERVICES.items():
            url = copies.enter_context(databases.copy(package))
            monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", url)
        yield tmp_path


@pytest.fixture
def survey(folder: Path) -> Iterator[psycopg.Connection]:
    """The survey service's database, where nothing waits to be committed."""
    with psycopg.connect(database_url("survey", folder), autocommit=True) as connection:
        yield connection


def test_a_key_of_an_older_house_may_do_what_was_added_since(folder, survey):
    keys = keep_keys(folder)
    today = api_keys.find(survey, keys["operator"])
    assert api_keys.grant(survey, keys["operator"], ["surveys:read"])
    assert api_keys.find(survey, keys["operator"]) != today
    assert keep_keys(folder) == keys
    assert api_keys.find(survey, keys["operator"]) == today


@pytest.mark.parametrize("service", SERVICES)
def test_the_demos_keys_are_for_what_there_is(folder, service):
    keep_keys(folder)
    with psycopg.connect(database_url(service, folder)) as connection:
        kept = api_keys.listing(connection)
    assert kept
    assert {scope for key in kept for scope in key.scopes} <= SCOPES[service]


def test_a_key_that_was_revoked_stays_revoked(folder, survey):
    keys = keep_keys(folder)
    assert api_keys.revoke(survey, keys["crm"].split("_")[1])
    assert keep_keys(folder) == keys
    assert api_keys.find(survey, keys["crm"]) is None


def test_a_start_that_was_cut_off_before_a_key_was_stored_is_made_good_by_the_next(folder, survey):
    keys = keep_keys(folder)
    survey.execute("DELETE FROM api_keys WHERE name = 'The demo company''s CRM'")
    assert keep_keys(folder) == keys
    assert api_keys.find(survey, keys["crm"]) is not None
