"""A message as bytes, as RFC 5322 and MIME want it.

Written here and not by `email.message`, which takes a millisecond and a half a message: what is the same for
thousands of messages is encoded once, by the standard library, and the rest is plain ASCII that is checked first.
"""

import binascii
import re
from base64 import encodebytes
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

# By this a letter's HTML shows the logo that comes with it (RFC 2392): no mail program has to fetch anything.
LOGO_ID = "logo@escucha"
# Quoted-printable writes every "=" as "=3D", and base64 has no "_", so that no part can hold these.
_BOUNDARY = "=_escucha_parts"
_RELATED = "=_escucha_related"
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}", re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.ASCII | re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class AddressUnusable(Exception):
    """No mail server would take this address."""


@dataclass(frozen=True)
class Mail:
    """One message to one person. `data` is the message, lines ended by CRLF."""

    sender: str
    recipient: str
    data: bytes


def write(
    *,
    sender: str,
    recipient: str,
    subject: str,
    message_id: str,
    date: datetime,
    language: str,
    text: str,
    html: str,
    logo: bytes | None = None,
    more: Iterable[tuple[str, str]] = (),
) -> bytes:
    """The whole message. `logo` is a PNG which `html` shows as cid:LOGO_ID.

    `more` are further header fields, whose values are ASCII of our own making.
    """
    lines = [
        _encoded("From", sender),
        f"To: {recipient}\r\n",
        _encoded("Subject", one_line(subject)),
        f"Date: {format_datetime(date)}\r\n",
        f"Message-ID: {message_id}\r\n",
        *(f"{name}: {value}\r\n" for name, value in more),
        "Auto-Submitted: auto-generated\r\n",
        f"Content-Language: {language}\r\n",
        "MIME-Version: 1.0\r\n",
        f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n\r\n',
    ]
    shown = _part("html", html) if logo is None else _with_logo(html, logo)
    parts = [_part("plain", text), shown, f"--{_BOUNDARY}--\r\n".encode()]
    return "".join(lines).encode("ascii") + b"".join(parts)


def usable(address: str) -> str:
    """The address as it can be written in a message and told to any server. AddressUnusable when it can't be."""
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressUnusable from error
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise AddressUnusable
    return f"{local}@{domain}"


def one_line(text: str) -> str:
    """The text without what would end a line: nobody's title or name adds a header field."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


@lru_cache(maxsize=1000)
def _encoded(name: str, value: str) -> str:
    return str(SMTP.header_factory(name, value).fold(policy=SMTP))


def _with_logo(html: str, logo: bytes) -> bytes:
    """HTML and its picture as one part (RFC 2387)."""
    head = (
        f'--{_BOUNDARY}\r\nContent-Type: multipart/related; type="text/html"; boundary="{_RELATED}"\r\n\r\n'
    )
    return head.encode("ascii") + _part("html", html, _RELATED) + _picture(logo)


@lru_cache(maxsize=10)
def _picture(logo: bytes) -> bytes:
    head = (
        f"--{_RELATED}\r\n"
        "Content-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{LOGO_ID}>\r\n"
        "Content-Disposition: inline\r\n\r\n"
    )
    body = encodebytes(logo).replace(b"\n", b"\r\n")
    return head.encode("ascii") + body + f"--{_RELATED}--\r\n".encode("ascii")


def _part(subtype: str, content: str, boundary: str = _BOUNDARY) -> bytes:
    head = (
        f"--{boundary}\r\n"
        f"Content-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    lines = content.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    body = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)
    return head.encode("ascii") + body + b"\r\n"
