"""How a message is written, so that every mail server takes it and nobody's text becomes a header."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.settings import SettingsError
from support.environment import all_settings
from survey.mail.message import LOGO_ID, AddressUnusable, usable, write
from survey.settings import from_environment

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def message(**changed: str | bytes):
    values: dict[str, Any] = {
        "sender": "Faro <hola@faro.example>",
        "recipient": "ana@example.com",
        "subject": "Tu contacto",
        "text": "Hola",
        "html": "<p>Hola</p>",
        **changed,
    }
    raw = write(**values, message_id="<1@faro.example>", date=NOW, language="es")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    return message_from_bytes(raw, policy=policy.default)


@given(st.text(max_size=300))
def test_a_title_whatever_stays_the_subject(title):
    parsed = message(subject=title)
    assert parsed.keys() == message().keys()
    assert parsed["To"] == "ana@example.com"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_what_is_written_is_what_is_read(text):
    body = message(text=f"{text}\n.\n{text}").get_body(("plain",)).get_content()
    assert body.replace("\r\n", "\n") == f"{text}\n.\n{text}"


@given(st.binary(min_size=1, max_size=5000))
def test_a_logo_comes_with_the_html_that_shows_it(logo):
    parsed = message(html=f'<img src="cid:{LOGO_ID}">', logo=logo)
    plain, related = parsed.iter_parts()
    html, picture = related.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert parsed.get_body(("html",)).get_content().strip() == f'<img src="cid:{LOGO_ID}">'
    assert html.get_content_type() == "text/html"
    assert picture["Content-ID"] == f"<{LOGO_ID}>"
    assert picture.get_content() == logo


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("ana@example.com", "ana@example.com"),
        (" ana+1@ejemplo.example ", "ana+1@ejemplo.example"),
        ("ana@ñandú.example", "ana@xn--and-6ma2c.example"),
    ],
)
def test_an_address_is_written_as_every_server_takes_it(address, written):
    assert usable(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@example.com",
        "ana@",
        "a b@example.com",
        "ana@example.com\r\nBcc: x@y.example",
        "ñ@a.example",
    ],
)
def test_an_address_that_no_server_takes_is_told_apart(address):
    with pytest.raises(AddressUnusable):
        usable(address)


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAIL_RATE", "0"), ("MAIL_RATE", "many"), ("MAIL_RATE", "nan"), ("MAIL_CONNECTIONS", "0")],
)
def test_a_setting_that_makes_no_sense_is_named(monkeypatch, name, value):
    for known, text in all_settings().items():
        monkeypatch.setenv(known, text)
    assert from_environment().mail_rate is None
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        from_environment()
