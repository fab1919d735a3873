"""Settings fail loudly, naming what is wrong."""

import pytest

from shared.settings import Environment, SettingsError


def test_a_secret_may_come_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "key"))
    assert Environment().text("A_KEY") == "from a file"


def test_what_is_missing_empty_or_unreadable_is_named(tmp_path, monkeypatch):
    with pytest.raises(SettingsError, match="A_KEY"):
        Environment().text("A_KEY")
    monkeypatch.setenv("A_KEY", "")
    with pytest.raises(SettingsError, match="A_KEY is empty"):
        Environment().text("A_KEY")
    monkeypatch.setenv("B_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="B_KEY"):
        Environment().text("B_KEY")


def test_an_address_is_a_url_without_a_slash_at_its_end(monkeypatch):
    monkeypatch.setenv("AN_URL", "http://localhost:8000/")
    assert Environment().address("AN_URL") == "http://localhost:8000"
    monkeypatch.setenv("AN_URL", "localhost")
    with pytest.raises(SettingsError, match="AN_URL must be a URL"):
        Environment().address("AN_URL")
