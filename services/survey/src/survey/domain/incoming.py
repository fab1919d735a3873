"""Mail that comes in: what it answers, whether a machine wrote it, and what was written in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from survey.domain.message_ids import Sent, find_all
from survey.domain.replies import own_words, text_of_html

_UNSUBSCRIBE = re.compile(r"^\s*unsubscribe\s+([A-Za-z0-9_-]{20,64})\s*$", re.IGNORECASE)
_MACHINES = re.compile(r"(^|<|\s)(mailer-daemon|postmaster|no-?reply)@", re.IGNORECASE)
_BULK = ("bulk", "junk", "list", "auto_reply")
_MARKS_OF_MACHINES = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id")
_MOST_PARTS = 100


@dataclass(frozen=True)
class Incoming:
    """A mail. `answers` are mails of ours that it is an answer to, the likeliest first."""

    answers: tuple[Sent, ...] = ()
    automatic: bool = False
    # The token of the link that whoever sent it wants no more of.
    unsubscribe: str | None = None
    text: str = ""


def read_mail(raw: bytes) -> Incoming:
    """What a mail says. Never raises, whatever the bytes; what can't be understood answers nothing."""
    try:
        message = message_from_bytes(raw.removeprefix(b"\xef\xbb\xbf").lstrip())
        unsubscribe = _UNSUBSCRIBE.match(_field(message, "Subject"))
        return Incoming(
            answers=tuple(_answers(message)),
            automatic=_automatic(message),
            unsubscribe=unsubscribe[1] if unsubscribe else None,
            text=_text(message),
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return Incoming()


def _answers(message: Message) -> Iterator[Sent]:
    yield from find_all(_field(message, "In-Reply-To"))
    yield from reversed(find_all(_field(message, "References")))


def _automatic(message: Message) -> bool:
    """RFC 3834, and what programs did before it and beside it. Such mail is never answered, and is no answer."""
    submitted = _field(message, "Auto-Submitted").strip().lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or _field(message, "Precedence").strip().lower() in _BULK
        or any(name in message for name in _MARKS_OF_MACHINES)
        or _field(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or _MACHINES.search(_field(message, "From")) is not None
    )


def _field(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def _text(message: Message) -> str:
    """The person's words in the first plain text that has any, else in the first HTML."""
    plain = html = ""
    for number, part in enumerate(message.walk()):
        if number == _MOST_PARTS or (plain and html):
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain.strip():
            plain = _decoded(part)
        elif kind == "text/html" and not html.strip():
            html = _decoded(part)
    return own_words(plain if plain.strip() else text_of_html(html))


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        text = content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    # PostgreSQL keeps no NUL and no half characters, which UTF-7 and the like can bring.
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
