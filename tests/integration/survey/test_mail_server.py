"""How the outbox talks to a mail server: in safety where there is TLS, and not at all where it is false."""

import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from support.mailbox import Mailbox, mailbox
from support.ports import free_port
from support.sink import sink
from survey.mail.connection import MailServerAway
from survey.mail.message import Mail, write
from survey.mail.outbox import Outbox


def mail(text: str = "Hola", recipient: str = "ana@example.com") -> Mail:
    data = write(
        sender="hola@faro.example",
        recipient=recipient,
        subject="Hola",
        message_id="<1@faro.example>",
        date=datetime(2026, 11, 20, tzinfo=UTC),
        language="es",
        text=text,
        html="<p>Hola</p>",
    )
    return Mail("hola@faro.example", recipient, data)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for 127.0.0.1, which this process trusts."""
    key, public = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key,
            "-out",
            public,
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    return context


@pytest.fixture
def starttls(certificate):
    """A mail server that offers STARTTLS."""
    box = Mailbox()
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), tls_context=certificate, require_starttls=True
    )
    controller.start()
    box.url = f"smtp://127.0.0.1:{controller.port}"
    yield box
    controller.stop()


def test_a_message_travels_encrypted_where_the_server_offers_it(starttls):
    with Outbox(starttls.url) as outbox:
        outbox.send(mail())
    assert len(starttls.messages) == 1


def test_a_certificate_that_nobody_vouches_for_is_no_mail_server(starttls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with Outbox(starttls.url) as outbox, pytest.raises(MailServerAway, match="certificate verify failed"):
        outbox.send(mail())
    assert starttls.messages == []


def test_smtps_is_encrypted_from_the_first_byte(certificate):
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), ssl_context=certificate)
    # aiosmtpd asks its own server whether it is there, and does not trust it either.
    controller.start()
    try:
        with Outbox(f"smtps://127.0.0.1:{controller.port}") as outbox:
            outbox.send(mail())
    finally:
        controller.stop()
    assert len(box.messages) == 1


def test_lines_that_begin_with_a_dot_arrive_as_they_were():
    with mailbox() as box, Outbox(box.url) as outbox:
        outbox.send(mail("uno\n.\n..dos\nfin"))
    part = box.messages[0].get_body(("plain",))
    assert part is not None
    assert part.get_content().splitlines() == ["uno", ".", "..dos", "fin"]


def test_a_server_that_pipelines_takes_all_and_one_connection_carries_them(tmp_path):
    with sink(tmp_path) as box:
        with Outbox(box.url) as outbox:
            for number in range(5):
                outbox.send(mail(recipient=f"c{number}@example.com"))
        assert box.taken() == {f"c{number}@example.com": 1 for number in range(5)}
        assert len(list(tmp_path.glob("*.txt"))) == 1


def test_a_server_that_is_not_there_is_away():
    with Outbox(f"smtp://127.0.0.1:{free_port()}") as outbox, pytest.raises(MailServerAway):
        outbox.send(mail())
