"""One POST to a receiver: signed as Standard Webhooks has it, no redirect followed, no proxy, no connection kept."""

import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import httpcore
import httpx
from standardwebhooks import Webhook

from feedback_router.domain.webhooks import Answer
from feedback_router.outbound.network import PrivateAddress, PublicNetwork, Resolve, UnknownHost, resolve

CONNECT_S = 3.0
TOTAL_S = 10.0
_MOST_TEXT = 1000


def signed(event_id: UUID, body: bytes, secrets: Iterable[str], now: datetime) -> dict[str, str]:
    """The headers by which a receiver knows the sender: one signature for each secret that is in force."""
    text = body.decode()
    signatures = [Webhook(secret).sign(str(event_id), now, text) for secret in secrets]
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
        "user-agent": "escucha-webhooks",
    }


@dataclass(frozen=True)
class Endpoint:
    """The way to receivers; `allow_private` opens the inside too, which is for trials on one's own machine."""

    allow_private: bool
    ssl_context: ssl.SSLContext
    resolve: Resolve = resolve

    @classmethod
    def make(cls, *, allow_private: bool) -> "Endpoint":
        """With the certificates that the system or SSL_CERT_FILE trusts."""
        return cls(allow_private, httpx.create_ssl_context())

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """What the receiver said, within ten seconds; never raises for what a receiver or a network can do."""
        network = PublicNetwork(TOTAL_S, allow_private=self.allow_private, resolve=self.resolve)
        times = {"connect": CONNECT_S, "read": TOTAL_S, "write": TOTAL_S, "pool": TOTAL_S}
        try:
            with (
                httpcore.ConnectionPool(self.ssl_context, network_backend=network) as pool,
                pool.stream(
                    "POST", url, headers=[*headers.items()], content=body, extensions={"timeout": times}
                ) as response,
            ):
                return _answer(response)
        except PrivateAddress:
            return Answer(error="private address")
        except UnknownHost:
            return Answer(error="unknown host")
        except httpcore.TimeoutException:
            return Answer(error="timeout")
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            return Answer(error=f"{type(error).__name__}: {error}"[:200])


def _answer(response: httpcore.Response) -> Answer:
    named = (value for name, value in response.headers if name.lower() == b"retry-after")
    retry_after = next(named, None)
    answer = Answer(
        status=response.status,
        error="redirect" if 300 <= response.status < 400 else None,
        retry_after=retry_after.decode("latin-1") if retry_after else None,
    )
    return answer if answer.is_taken else _with_text(answer, response)


def _with_text(answer: Answer, response: httpcore.Response) -> Answer:
    """The answer with the beginning of its text, as far as it comes: the status is what counts."""
    text = b""
    with suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        for part in response.iter_stream():
            text += part
            if len(text) >= _MOST_TEXT:
                break
    said = text[:_MOST_TEXT].decode(errors="replace").replace("\0", "")
    return Answer(answer.status, answer.error, said or None, answer.retry_after)
