"""Connections to receivers: encrypted for the name, and over when the time is over."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedback_router.outbound.endpoint import Endpoint

HEADERS = {"content-type": "application/json"}


@contextmanager
def served(answer: bytes, context: ssl.SSLContext | None = None, *, trickle: bool = False) -> Iterator[int]:
    """A server that gives this answer to every connection, at once or byte by byte without an end; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def talk(connection: socket.socket) -> None:
            try:
                with context.wrap_socket(connection, server_side=True) if context else connection as talking:
                    # To the body's end: a connection that is closed with something unread takes the answer along.
                    said = b""
                    while not said.endswith(b"{}") and (more := talking.recv(65_536)):
                        said += more
                    talking.sendall(answer)
                    while trickle and not over.wait(0.05):
                        talking.sendall(b"x")
            except OSError:
                pass  # whoever called has hung up

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        try:
            yield int(server.getsockname()[1])
        finally:
            over.set()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for hooks.example, made for this run, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=hooks.example"),
            *("-addext", "subjectAltName=DNS:hooks.example"),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


def post(port: int, host: str, trusted: Path | None = None):
    context = ssl.create_default_context(cafile=trusted)
    endpoint = Endpoint(True, context, lambda *_: ["127.0.0.1"])
    scheme = "https" if trusted else "http"
    return endpoint.post(f"{scheme}://{host}:{port}/hook", HEADERS, b"{}")


def test_the_certificate_must_be_for_the_name_although_the_address_is_connected_to(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with served(b"HTTP/1.1 204 No Content\r\n\r\n", context) as port:
        assert post(port, "hooks.example", certificate[0]).status == 204
        wrong = post(port, "other.example", certificate[0])
    assert wrong.status is None
    assert "certificate" in str(wrong.error)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Long: ", id="headers without an end"),
        pytest.param(b"HTTP/1.1 1", id="no status"),
    ],
)
def test_a_receiver_that_trickles_is_left_when_the_time_is_over(monkeypatch, answer):
    monkeypatch.setattr("feedback_router.outbound.endpoint.TOTAL_S", 0.5)
    with served(answer, trickle=True) as port:
        assert post(port, "hooks.example").error == "timeout"


def test_an_answer_counts_by_its_status_even_when_its_text_never_ends(monkeypatch):
    monkeypatch.setattr("feedback_router.outbound.endpoint.TOTAL_S", 0.5)
    with served(b"HTTP/1.1 500 No\r\nContent-Length: 99999999\r\n\r\nbecause ", trickle=True) as port:
        answer = post(port, "hooks.example")
    assert answer.status == 500
    assert str(answer.text).startswith("because x")


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n"]
)
def test_what_is_no_answer_is_an_error_and_no_exception(answer):
    with served(answer) as port:
        assert post(port, "hooks.example").error


def test_a_port_on_which_nobody_listens_and_a_name_that_leads_nowhere_are_errors():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "ConnectError" in str(post(port, "hooks.example").error)

    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(host)

    endpoint = Endpoint(True, ssl.create_default_context(), nowhere)
    assert endpoint.post("http://hooks.example/", HEADERS, b"{}").error == "unknown host"
