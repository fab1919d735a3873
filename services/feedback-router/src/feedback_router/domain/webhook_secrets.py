"""The secrets with which deliveries are signed: derived from the house's own, so that none is kept anywhere."""

import base64
import hmac
from datetime import timedelta
from uuid import UUID

# While a receiver learns the new one, both sign.
GRACE = timedelta(hours=24)
LONGEST_GRACE = timedelta(days=7)
MOST_AT_ONCE = 5


def secret_of(webhook_id: UUID, number: int, secret_key: str) -> str:
    """A webhook's secret of this number as Standard Webhooks writes it, with 256 bits; the same each time."""
    message = b"webhook:" + webhook_id.bytes + number.to_bytes(4, "big")
    digest = hmac.digest(secret_key.encode(), message, "sha256")
    return "whsec_" + base64.b64encode(digest).decode()
