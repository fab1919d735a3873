"""Message-IDs: the same for every attempt at a message, and readable when a mail server sends it back."""

import re
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Letter = Literal["invitation", "reminder"]

_OURS = r"<(invitation|reminder)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@"
_HEADER = re.compile(rf"^[ \t>]*Message-ID:\s*{_OURS}", re.IGNORECASE | re.MULTILINE)
_ANYWHERE = re.compile(_OURS, re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """Which message of ours it was."""

    letter: Letter
    invitation_id: UUID


def message_id(letter: Letter, invitation_id: UUID, domain: str) -> str:
    """The Message-ID of a letter. A message that goes out twice is seen as one."""
    return f"<{letter}-{invitation_id}@{domain}>"


def find(text: str) -> Sent | None:
    """Our message that a returned message, or a reference to it, speaks of."""
    found = _HEADER.search(text) or _ANYWHERE.search(text)
    if found is None:
        return None
    return Sent("reminder" if found[1].lower() == "reminder" else "invitation", UUID(found[2]))
