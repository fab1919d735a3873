"""Open links: an address that many may answer, such as on a poster or a tablet at the exit."""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from survey.domain.touchpoints import Context

# How many answers a minute one link takes. A shop or an office has one address on the internet for all who are in it,
# and so nothing is ever counted by who sends it.
MOST_A_MINUTE = 600
# For so long a kiosk says thank you.
KIOSK_S = 10

_STAMP = struct.Struct(">16sIQ")
_SEAL_BYTES = 16


@dataclass(frozen=True)
class OpenLink:
    """An open link as it is kept. `language` is None where the browser says which, `expires_at` where it never does."""

    id: UUID
    survey: str
    label: str
    language: str | None
    context: Context
    kiosk: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def takes_answers(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True)
class Stamp:
    """What makes a form that was handed out one answer: its number, its survey's version, and when it was shown."""

    id: UUID
    version: int
    shown_at: datetime

    def seconds(self, now: datetime) -> int:
        """How long ago the form was shown, as whole seconds."""
        return max(0, int((now - self.shown_at).total_seconds()))


def token_of(link_id: UUID, secret_key: str) -> str:
    """The link's secret: 160 bits that only who holds the secret key can derive, the same each time."""
    digest = hmac.digest(secret_key.encode(), b"open link:" + link_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")


def write_stamp(stamp: Stamp, link_id: UUID, secret_key: str) -> str:
    """The stamp as a form carries it, sealed: nobody else can make one, and it is good for this link only."""
    told = _STAMP.pack(stamp.id.bytes, stamp.version, int(stamp.shown_at.timestamp()))
    return base64.urlsafe_b64encode(told + _seal(told, link_id, secret_key)).decode().rstrip("=")


def read_stamp(text: str, link_id: UUID, secret_key: str) -> Stamp | None:
    """The stamp, None where it is none of this link's."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    told, seal = data[: _STAMP.size], data[_STAMP.size :]
    if len(told) < _STAMP.size or not hmac.compare_digest(seal, _seal(told, link_id, secret_key)):
        return None
    number, version, shown_at = _STAMP.unpack(told)
    return Stamp(UUID(bytes=number), version, datetime.fromtimestamp(shown_at, UTC))


def _seal(told: bytes, link_id: UUID, secret_key: str) -> bytes:
    return hmac.digest(secret_key.encode(), b"stamp:" + link_id.bytes + told, "sha256")[:_SEAL_BYTES]
