"""Connections that lead to public addresses only, and that end when their time is over.

A name is resolved once, each of its addresses is looked at, and it is the address that is connected to: a name that
leads elsewhere a moment later ("DNS rebinding") gains nothing.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
from httpcore import NetworkBackend, NetworkStream

from feedback_router.domain.addresses import is_public

# Names → addresses in figures. OSError when the name leads nowhere.
Resolve = Callable[[str, int], list[str]]
# A write is looked at again after so much, so that a reader of single bytes can't hold it up.
_PIECE = 16_384


class PrivateAddress(httpcore.ConnectError):
    """The name leads to an address that is not of the public internet."""


class UnknownHost(httpcore.ConnectError):
    """The name leads nowhere."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class PublicNetwork(NetworkBackend):
    """Makes the connections of one request, which have `seconds` for everything from now on."""

    def __init__(self, seconds: float, *, allow_private: bool, resolve: Resolve = resolve) -> None:
        self._ends_at = time.monotonic() + seconds
        self._allow_private = allow_private
        self._resolve = resolve
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """A connection to the first address that answers. PrivateAddress when one of them is not public."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnknownHost(host) from error
        if not self._allow_private and not all(map(is_public, addresses)):
            raise PrivateAddress(host)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = UnknownHost(host)
        for address in addresses:
            try:
                left = seconds_left(self._ends_at, timeout, httpcore.ConnectTimeout)
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self._ends_at)
        raise failure


class TimedStream(NetworkStream):
    """A connection whose reads and writes end at one moment, however slowly they trickle."""

    def __init__(self, inner: NetworkStream, ends_at: float) -> None:
        self._inner = inner
        self._ends_at = ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What is there, at most so many bytes. ReadTimeout when the time is over."""
        return self._inner.read(max_bytes, seconds_left(self._ends_at, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Hand it all over. WriteTimeout when the time is over."""
        for start in range(0, len(buffer), _PIECE):
            left = seconds_left(self._ends_at, timeout, httpcore.WriteTimeout)
            self._inner.write(buffer[start : start + _PIECE], left)

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        """The same connection, encrypted, with a certificate for the name and not for the address."""
        left = seconds_left(self._ends_at, timeout, httpcore.ConnectTimeout)
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)


def seconds_left(ends_at: float, timeout: float | None, over: type[httpcore.TimeoutException]) -> float:
    """How long a step may take, at most `timeout`. Raises `over` when there is no time left."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise over("The time is over.")
    return left if timeout is None else min(left, timeout)
