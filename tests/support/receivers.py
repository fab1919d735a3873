"""A webhook receiver as a product team would write it: the standard library and the official `standardwebhooks`."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

Reply = tuple[int, dict[str, str], bytes]
TAKEN: Reply = (200, {}, b"")


@dataclass
class Receiver:
    """What came in. `reply` may be anything a test likes; it is asked after the signature was found to be good."""

    url: str
    secret: str = ""
    reply: Callable[[str], Reply] = lambda _: TAKEN
    seen: Counter[str] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    payloads: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)

    def hear(self, headers: dict[str, str], body: bytes) -> Reply:
        """Verify, note, answer."""
        event_id = headers["webhook-id"]
        try:
            payload = Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError as error:
            self.unverified.append(f"{event_id}: {error}")
            return 401, {}, b"bad signature"
        self.seen[event_id] += 1
        self.bodies.setdefault(event_id, set()).add(body)
        self.headers.append(headers)
        reply = self.reply(event_id)
        if reply[0] == 200:
            self.taken.append(event_id)
            self.payloads.append(payload)
        return reply


@contextmanager
def receiver() -> Iterator[Receiver]:
    """One that listens on this machine until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return  # the sender died in the middle of it
            status, headers, text = it.hear(
                {name.lower(): value for name, value in self.headers.items()}, body
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None:
            """A sender that was killed is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    it = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield it
    finally:
        server.shutdown()
        server.server_close()
