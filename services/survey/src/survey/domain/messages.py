"""Messages: mail that another service asks for, to a customer by key or to somebody who works here by address."""

import hashlib
import json
from dataclasses import asdict, dataclass
from uuid import UUID

TO_CUSTOMERS, TO_STAFF = ("reply", "receipt"), ("digest", "notice")
KINDS = (*TO_CUSTOMERS, *TO_STAFF)


@dataclass(frozen=True)
class Message:
    """One message. Either `customer_key` or `staff`, an address, says to whom; `reference` says what it is about."""

    id: UUID
    customer_key: str | None
    staff: str | None
    kind: str
    language: str
    subject: str
    text: str
    reference: str | None = None
    in_reply_to: UUID | None = None

    @property
    def checksum(self) -> bytes:
        """The same for the same message, another for any other."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).digest()
