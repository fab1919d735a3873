"""A real SMTP server in this process, which can be told to refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from support.ports import free_port


class Mailbox:
    """What came in, and what the server answers to a recipient; every message is kept."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.refused_sender = ""
        self.most_in_a_session = 0
        self.url = ""

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Refuse everybody's mail, or end the session when it has carried enough."""
        if self.refused_sender:
            return self.refused_sender
        session.carried = getattr(session, "carried", 0) + 1
        if self.most_in_a_session and session.carried > self.most_in_a_session:
            server.transport.close()
            return "421 enough for now"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Refuse whom the test says, with the test's words."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Keep the message."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 Accepted"

    def to(self, address: str) -> list[EmailMessage]:
        """The messages to one person."""
        return [message for message in self.messages if message["To"] == address]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that listens until the end."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield box
    finally:
        controller.stop()
