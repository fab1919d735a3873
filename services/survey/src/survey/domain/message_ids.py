"""Message-IDs: the same for every attempt at a message, and readable when a mail server sends it back."""

import base64
import hmac
import re
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Letter = Literal["invitation", "reminder"]
Mail = Letter | Literal["message"]

_BY_NAME: dict[str, Mail] = {"invitation": "invitation", "reminder": "reminder", "message": "message"}
_OURS = r"<(invitation|reminder|message)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.([a-z2-7]{16}))?@"
_HEADER = re.compile(rf"^[ \t>]*Message-ID:\s*{_OURS}", re.IGNORECASE | re.MULTILINE)
_ANYWHERE = re.compile(_OURS, re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """Which mail of ours it was: a letter about the invitation, or the message, with this id."""

    mail: Mail
    id: UUID
    proof: str | None = field(default=None, compare=False)

    def is_proven(self, secret_key: str) -> bool:
        """Whether who names it has seen it: ids are derived from what others may know."""
        return self.proof is not None and hmac.compare_digest(
            self.proof, _proof(self.mail, self.id, secret_key)
        )


def message_id(mail: Mail, mail_id: UUID, domain: str, secret_key: str) -> str:
    """The Message-ID of a mail. One that goes out twice is seen as one.

    What stands behind the dot, 80 bits, nobody can make up who has neither the mail nor the secret key.
    """
    return f"<{mail}-{mail_id}.{_proof(mail, mail_id, secret_key)}@{domain}>"


def find(text: str) -> Sent | None:
    """Our message that a returned message, or a reference to it, speaks of."""
    found = _HEADER.search(text) or _ANYWHERE.search(text)
    return _sent(found) if found else None


def find_all(text: str) -> list[Sent]:
    """All mails of ours that a header field such as References names, in its order."""
    return [_sent(found) for found in _ANYWHERE.finditer(text)]


def _sent(found: re.Match[str]) -> Sent:
    return Sent(_BY_NAME[found[1].lower()], UUID(found[2]), found[3] and found[3].lower())


def _proof(mail: Mail, mail_id: UUID, secret_key: str) -> str:
    digest = hmac.digest(secret_key.encode(), f"message id:{mail}:{mail_id}".encode(), "sha256")
    return base64.b32encode(digest[:10]).decode().lower()
