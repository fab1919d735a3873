"""The catcher's SMTP side."""

import asyncio
import signal
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session

from escucha.catcher.mailbox import Mailbox


class _Keeper:
    """Takes every message, for whomever it is."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Keep one message; the answer is the server's."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        recipients = [str(to) for to in envelope.rcpt_tos]
        try:
            kept = self._mailbox.keep(content, str(envelope.mail_from or ""), recipients, datetime.now(UTC))
        except OSError as error:  # a full disk, for instance: whoever is told so tries again
            return f"452 Not kept: {error.strerror}"
        return f"250 Kept as {kept}"


async def serve(mailbox: Mailbox, port: int) -> None:
    """Catch mail on 127.0.0.1 until SIGTERM or SIGINT. OSError when the port is taken."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    keeper = _Keeper(mailbox)
    server = await loop.create_server(
        lambda: SMTP(keeper, enable_SMTPUTF8=True, hostname="localhost", ident="Escucha mail catcher"),
        "127.0.0.1",
        port,
    )
    async with server:
        await stop.wait()
