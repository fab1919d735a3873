"""A form counts when the page that sends it is ours: browsers name our address in their own way."""

import pytest

from shared.access import is_ours


@pytest.mark.parametrize(
    ("origin", "public_url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        # Browsers leave out the port that a scheme has by itself, and write names in small letters.
        ("http://127.0.0.1", "http://127.0.0.1:80"),
        ("https://escucha.example", "https://escucha.example:443"),
        ("https://escucha.example", "https://Escucha.Example"),
        ("https://escucha.example", "https://escucha.example/"),
    ],
)
def test_our_own_pages_are_known_however_our_address_is_written(origin: str, public_url: str):
    assert is_ours(origin, public_url)


@pytest.mark.parametrize(
    "origin",
    [
        *("null", "", "https://", "http://[", "https://escucha.example:8443", "https://escucha.example:80"),
        *("https://escucha.example.evil.example", "https://escucha.example@evil.example"),
        "https://escucha.example/@evil.example",
    ],
)
def test_another_sites_pages_are_not_ours(origin: str):
    assert not is_ours(origin, "https://escucha.example")
