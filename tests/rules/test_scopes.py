"""Keys are made for scopes that routes ask for, and for no others."""

import importlib
import re
from pathlib import Path

import pytest

from escucha.launch.environment import SERVICES
from escucha.scopes import SCOPES
from shared import access
from support.environment import all_settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("service", SERVICES)
def test_a_key_can_be_made_for_every_scope_that_a_route_names_and_for_no_other(
    service: str, monkeypatch: pytest.MonkeyPatch
):
    for name, value in all_settings().items():
        monkeypatch.setenv(name, value)
    app = importlib.import_module(f"{SERVICES[service]}.app").create_app()
    named = {getattr(view, "scope", access.PUBLIC) for view in app.view_functions.values()}
    # What is missing or too much here belongs into, or out of, front/src/escucha/scopes.py.
    assert SCOPES[service] == named - {access.PUBLIC, access.ANY_KEY}


def test_the_documents_make_keys_for_what_there_is():
    pages = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    named = {
        scope for page in pages for scope in re.findall(r"--scope ([\w:]+)", page.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= frozenset().union(*SCOPES.values())
