"""The mail catcher: real SMTP in, pages and JSON out."""

import shutil
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from escucha.catcher.mailbox import Mailbox
from escucha.catcher.pages import create_app
from escucha.embedded import ports
from integration.front.waiting import wait_until

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def pages(tmp_path: Path) -> FlaskClient:
    return create_app(tmp_path).test_client()


@pytest.fixture
def smtp(tmp_path: Path) -> Iterator[smtplib.SMTP]:
    port = ports.pick(tmp_path / "port")
    command = [sys.executable, "-m", "escucha.catcher", "--port", str(port), "--folder", str(tmp_path)]
    with subprocess.Popen(command) as catcher:
        wait_until(lambda: not ports.is_free(port) or catcher.poll() is not None)
        with smtplib.SMTP("127.0.0.1", port) as client:
            yield client
        catcher.terminate()
        assert catcher.wait() == 0


def letter(html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Café Ñandú <hola@cafe.example>"
    message["To"] = "alice@example.org"
    message["Subject"] = "¿Qué tal estuvo? ☕"
    message.set_content("Responda aquí: http://127.0.0.1:8000/s/abc")
    if html:
        message.add_alternative(html, subtype="html")
    return message


def only(pages: FlaskClient) -> dict[str, Any]:
    (message,) = pages.get("/mail/v1/messages").get_json()
    assert isinstance(message, dict)
    return message


def test_a_message_sent_by_smtp_is_on_the_page_and_in_json(smtp: smtplib.SMTP, pages: FlaskClient) -> None:
    smtp.send_message(letter('<p>Responda <a href="http://127.0.0.1:8000/s/abc">aquí</a></p>'))
    message = only(pages)
    assert message["to"] == "alice@example.org"
    assert message["subject"] == "¿Qué tal estuvo? ☕"
    listed = pages.get("/mail").text
    assert "¿Qué tal estuvo? ☕" in listed
    assert f'href="/mail/{message["id"]}"' in listed

    whole = pages.get(f"/mail/v1/messages/{message['id']}").get_json()
    assert whole["text"].strip() == "Responda aquí: http://127.0.0.1:8000/s/abc"
    assert "aquí</a>" in whole["html"]
    assert whole["links"] == ["http://127.0.0.1:8000/s/abc"]
    assert {"name": "Return-Path", "value": "<hola@cafe.example>"} in whole["headers"]
    assert 'href="http://127.0.0.1:8000/s/abc"' in pages.get(f"/mail/{message['id']}").text
    raw = pages.get(f"/mail/{message['id']}/raw")
    assert raw.headers["Content-Disposition"] == f'attachment; filename="{message["id"]}.eml"'
    assert b"Delivered-To: alice@example.org\r\n" in raw.data


def test_a_message_that_cannot_be_kept_is_put_off_and_not_refused(smtp: smtplib.SMTP, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(smtplib.SMTPDataError) as caught:
        smtp.send_message(letter())
    assert caught.value.smtp_code == 452


def test_a_recipient_who_is_not_named_in_the_message_is_shown(smtp: smtplib.SMTP, pages: FlaskClient) -> None:
    smtp.sendmail("hola@cafe.example", ["bob@example.org"], b"Subject: hidden\r\n\r\ntext\r\n")
    assert only(pages)["to"] == "bob@example.org"


def test_an_html_mail_is_framed_where_it_can_run_and_fetch_nothing(
    tmp_path: Path, pages: FlaskClient
) -> None:
    raw = letter("<script>alert(1)</script><img src=http://tracker.example/x>").as_bytes()
    message_id = Mailbox(tmp_path).keep(raw, "a@b", ["c@d"], NOON)
    page = pages.get(f"/mail/{message_id}").text
    assert "<script" not in page
    assert 'sandbox=""' in page
    part = pages.get(f"/mail/{message_id}/html")
    assert part.headers.getlist("Content-Security-Policy") == [
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    ]
    assert part.headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_mail_says_is_shown_as_text(tmp_path: Path, pages: FlaskClient) -> None:
    raw = b"To: <b>bold</b>\r\nSubject: <script>alert(1)</script>\r\n\r\n<script>alert(2)</script>\r\n"
    message_id = Mailbox(tmp_path).keep(raw, "a@b", ["c@d"], NOON)
    for path in ("/mail", f"/mail/{message_id}"):
        page = pages.get(path)
        assert "<script" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../secrets/secret_key",
        "..%2fsecrets%2fsecret_key",
        "%2e%2e",
        "20260301T120000000000Z-00000000",
        "x",
    ],
)
def test_a_name_that_is_no_message_is_not_found(tmp_path: Path, pages: FlaskClient, name: str) -> None:
    (tmp_path / "x.eml").write_bytes(b"Subject: not one of ours\r\n\r\n")
    for path in (f"/mail/{name}", f"/mail/{name}/html", f"/mail/{name}/raw", f"/mail/v1/messages/{name}"):
        assert pages.get(path).status_code == 404, path
    assert "No encontramos esta página" in pages.get("/mail/x", headers={"Accept-Language": "es"}).text
    problem = pages.get("/mail/v1/messages/x")
    assert problem.content_type == "application/problem+json"
    assert problem.get_json()["status"] == 404


def test_the_list_goes_newest_first_in_pages_that_meet(tmp_path: Path, pages: FlaskClient) -> None:
    mailbox = Mailbox(tmp_path)
    for number in range(5):
        mailbox.keep(f"Subject: {number}\r\n\r\n".encode(), "a@b", ["c@d"], NOON + timedelta(seconds=number))

    newest = mailbox.page(limit=2)
    middle = mailbox.page(older_than=newest.older, limit=2)
    oldest = mailbox.page(older_than=middle.older, limit=2)
    shown = [[message.subject for message in page.messages] for page in (newest, middle, oldest)]
    assert shown == [["4", "3"], ["2", "1"], ["0"]]
    assert (newest.newer, oldest.older) == ("", "")
    assert mailbox.page(newer_than=middle.newer, limit=2) == newest
    assert "Nothing here yet" not in pages.get("/mail").text


def test_the_pages_speak_their_readers_language(tmp_path: Path, pages: FlaskClient) -> None:
    spanish = {"Accept-Language": "es"}
    assert "Aquí todavía no hay nada." in pages.get("/mail", headers=spanish).text
    message_id = Mailbox(tmp_path).keep(b"\r\n", "", [], NOON)
    listed = pages.get("/mail", headers=spanish).text
    assert '<html lang="es">' in listed
    assert "(sin asunto)</a><br>\npara nadie" in listed
    assert "Todo el correo</a>" in pages.get(f"/mail/{message_id}", headers=spanish).text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: =?utf-8?b?////?=\r\n\r\n",
        b"Subject: \xe9t\xe9\r\nTo: <<<>>>,,\r\n\r\n",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nnuqneH",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b'To: "\r\nContent-Type: ;\r\n\r\n',
        b"To: bruno:<\r\nMessage-ID: <[\r\nFrom: <@\r\n\r\n",
        b'Content-Type: text/plain; charset="\x00"\r\n\r\n',
        b"Content-Type: text/plain; charset=idna\r\n\r\nhello",
        b"Content-Type: text/html\r\n\r\n<![klingon[",
    ],
)
def test_a_broken_message_is_shown_as_well_as_it_can_be(
    tmp_path: Path, pages: FlaskClient, raw: bytes
) -> None:
    message_id = Mailbox(tmp_path).keep(raw, "", [], NOON)
    for path in (
        "/mail",
        f"/mail/{message_id}",
        f"/mail/{message_id}/html",
        f"/mail/v1/messages/{message_id}",
    ):
        assert pages.get(path).status_code == 200, path


def test_of_a_header_that_nobody_can_read_every_letter_is_shown(tmp_path: Path, pages: FlaskClient) -> None:
    message_id = Mailbox(tmp_path).keep(b'To: bruno:<\r\nX-Odd: "\r\n\r\n', "", [], NOON)
    message = pages.get(f"/mail/v1/messages/{message_id}").get_json()
    assert message["to"] == "bruno:<"
    assert {"name": "To", "value": "bruno:<"} in message["headers"]
