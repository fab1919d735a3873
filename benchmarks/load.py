"""A small load generator: a few processes that keep connections open and send prepared requests, nothing else.

It shares the machine with the server, so what it costs is kept low: raw sockets, no parsing beyond the length.
"""

import multiprocessing
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import quantiles


@dataclass(frozen=True)
class Measured:
    """What one run gave: requests a second, and milliseconds within which half and 99 of 100 were answered."""

    rate: float
    p50: float
    p99: float


def request(method: str, path: str, body: str = "") -> bytes:
    """An HTTP/1.1 request on a connection that stays open."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if method == "POST":
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode()


def run(port: int, requests: Sequence[bytes], clients: int) -> Measured:
    """Send all requests over `clients` connections and wait for every answer, which must be a 200."""
    shares = [requests[number::clients] for number in range(clients)]
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        pool.map(_warm, repeat(port, clients))
        started = time.perf_counter()
        times = [ms for part in pool.starmap(_send, zip(repeat(port), shares), chunksize=1) for ms in part]
        seconds = time.perf_counter() - started
    cuts = quantiles(times, n=100)
    return Measured(len(times) / seconds, cuts[49], cuts[98])


def _warm(port: int) -> None:
    socket.create_connection(("127.0.0.1", port)).close()


def _send(port: int, requests: Sequence[bytes]) -> list[float]:
    times = []
    connection = _connect(port)
    for message in requests:
        begun = time.perf_counter()
        connection.sendall(message)
        head, closes = _answer(connection)
        times.append((time.perf_counter() - begun) * 1000)
        assert head.startswith(b"HTTP/1.1 200"), head
        if closes:
            connection.close()
            connection = _connect(port)
    connection.close()
    return times


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _answer(connection: socket.socket) -> tuple[bytes, bool]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lower = head.lower()
    length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head, b"connection: close" in lower
