"""The caught messages: a folder of .eml files whose names sort by time."""

import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from escucha import private

_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%S%fZ"
_HEADERS_END = 64 * 1024


@dataclass(frozen=True)
class Summary:
    """A message in the list. `received` is in UTC."""

    id: str
    to: str
    subject: str
    received: datetime


@dataclass(frozen=True)
class Message:
    """A whole message. `links` are the addresses that its HTML part leads to."""

    summary: Summary
    headers: list[tuple[str, str]]
    text: str
    html: str
    links: list[str]


@dataclass(frozen=True)
class Page:
    """Some messages, newest first, and where to go on in both directions ("" where there is no more)."""

    messages: list[Summary]
    newer: str
    older: str


class _Policy(EmailPolicy):
    """Takes whatever a stranger sent: Python's reader of headers falls over some of it, in many ways."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A header as Python reads it, or else as it stands there."""
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # noqa: BLE001  no two of its faults are alike
            return self.header_factory("Subject", value)  # which may be any text


class Mailbox:
    """The messages in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, sender: str, recipients: Sequence[str], now: datetime) -> str:
        """Store a message as it came, below its envelope, and return its id."""
        envelope = [f"Return-Path: <{sender}>", *(f"Delivered-To: {to}" for to in recipients)]
        message_id = f"{now.astimezone(UTC).strftime(_TIME)}-{secrets.token_hex(4)}"
        top = "".join(f"{line}\r\n" for line in envelope).encode("utf-8", "surrogateescape")
        private.write_bytes(self._folder / f"{message_id}.eml", top + content)
        return message_id

    def page(self, *, older_than: str = "", newer_than: str = "", limit: int = 200) -> Page:
        """At most `limit` messages, newest first: those next to the given id, else the newest of all."""
        ids = sorted(
            (path.stem for path in self._folder.glob("*.eml") if _ID.fullmatch(path.stem)), reverse=True
        )
        if older_than:
            rest = [i for i in ids if i < older_than]
            chosen = rest[:limit]
        elif newer_than:
            chosen = [i for i in ids if i > newer_than][-limit:]
        else:
            chosen = ids[:limit]
        messages = [summary for i in chosen if (summary := self._summary(i))]
        newer = chosen[0] if chosen and chosen[0] != ids[0] else ""
        older = chosen[-1] if chosen and chosen[-1] != ids[-1] else ""
        return Page(messages, newer, older)

    def raw(self, message_id: str) -> bytes | None:
        """The message as it was stored; None when there is none of that id."""
        if not _ID.fullmatch(message_id):
            return None
        try:
            return (self._folder / f"{message_id}.eml").read_bytes()
        except FileNotFoundError:
            return None

    def read(self, message_id: str) -> Message | None:
        """The message taken apart; None when there is none of that id."""
        raw = self.raw(message_id)
        if raw is None:
            return None
        message = _parse(raw)
        html = _content(message, "html")
        return Message(
            _summarise(message_id, message),
            [(name, _plain(value)) for name, value in message.items()],
            _content(message, "plain"),
            html,
            _links(html),
        )

    def _summary(self, message_id: str) -> Summary | None:
        try:
            with (self._folder / f"{message_id}.eml").open("rb") as file:
                return _summarise(message_id, _parse(file.read(_HEADERS_END), headers_only=True))
        except FileNotFoundError:  # somebody tidied up
            return None


def _parse(raw: bytes, *, headers_only: bool = False) -> EmailMessage:
    message = BytesParser(_class=EmailMessage, policy=_Policy()).parsebytes(raw, headersonly=headers_only)
    assert isinstance(message, EmailMessage)  # noqa: S101  it was asked for
    return message


def _summarise(message_id: str, message: EmailMessage) -> Summary:
    received = datetime.strptime(message_id.partition("-")[0], _TIME).replace(tzinfo=UTC)
    to = _plain(message["To"]) or ", ".join(_plain(value) for value in message.get_all("Delivered-To", []))
    return Summary(message_id, to, _plain(message["Subject"]), received)


def _plain(value: object) -> str:
    """A header as text: whatever a stranger sent, with nothing in it that can't be shown or encoded."""
    return str(value or "").encode("utf-8", "replace").decode().strip()


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):  # a character set that nobody knows, or that is none
        return raw.decode("utf-8", "replace")


def _links(html: str) -> list[str]:
    found = _LinkFinder()
    with suppress(AssertionError):  # it gives up at some of what is no HTML
        found.feed(html)
    return list(dict.fromkeys(found.links))


class _LinkFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith(("http://", "https://")):
            self.links.append(href)
