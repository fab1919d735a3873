"""Invitations: one request to one customer to answer one survey version."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from survey.domain.touchpoints import Context

MAX_ATTEMPTS = 6


@dataclass(frozen=True)
class Invitation:
    """An invitation as it is kept. `state` is one of scheduled, sending, sent, handed_out, failed, suppressed.

    `policy_version`, `sample_rate` and `draw` are what was decided by; None only in what is older than they are.
    """

    id: UUID
    customer_key: str
    survey: str
    version: int
    trigger: str
    trigger_version: int
    touchpoint_source: str
    touchpoint_id: str
    token_hash: bytes
    via: str
    language: str
    context: Context
    state: str
    reason: str | None
    created_at: datetime
    send_at: datetime
    expires_at: datetime
    policy_version: int | None
    sample_rate: float | None
    draw: float | None
    remind_at: datetime | None


def token_of(invitation_id: UUID, secret_key: str) -> str:
    """The link's secret: 160 bits that only who holds the secret key can derive, the same each time."""
    digest = hmac.digest(secret_key.encode(), b"invitation:" + invitation_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")


def token_hash(token: str) -> bytes:
    """What the database knows of a token. It has too many bits to be guessed, so one plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def retry_at(now: datetime, attempts: int) -> datetime | None:
    """When to try again after a temporary failure: 1, 4, 9, 16, 25 minutes later; then never."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return now + timedelta(minutes=attempts**2)
