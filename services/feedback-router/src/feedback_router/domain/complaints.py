"""Complaints: what customers brought to us themselves, and the reference by which they come back to it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# The page is a survey of one question to which nobody is invited: rules, lists and counts know it by this name.
SURVEY, QUESTION = "complaint-page", "complaint"
# By this name the customer stands among those who took a step.
CUSTOMER = "customer"
LONGEST = 10_000
# Whoever sends more is not stopped, and counted by nothing that tells who they are: a person looks at what they send.
MOST_AN_HOUR, SAME_WORDS_A_MINUTE = 20, 5
# Short words are the same by chance: in an outage, thousands write "no internet".
_TELLING = 60

# Crockford's: no I, L, O or U, so that nothing read aloud or copied by hand is mistaken for something else.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SIGNS, _GROUP = 16, 4


@dataclass(frozen=True)
class Complaint:
    """What is kept of a complaint beside its feedback item; without a customer where nobody gave an address."""

    id: UUID
    feedback_id: UUID
    language: str
    time_zone: str | None
    customer_key: str | None
    received_at: datetime


def same_words(text: str) -> str | None:
    """By what the same words are known, however they are spaced and cased; None where they are too few to tell."""
    words = " ".join(text.casefold().split())
    return hashlib.sha256(words.encode()).hexdigest() if len(words) >= _TELLING else None


def reference_of(complaint_id: UUID, secret_key: str) -> str:
    """The customer's reference, such as 7Q2K-M0XD-4H8R-PZ6T: 80 bits that only who holds the secret can derive."""
    digest = hmac.digest(secret_key.encode(), b"complaint:" + complaint_id.bytes, "sha256")
    number = int.from_bytes(digest[: _SIGNS * 5 // 8], "big")
    signs = [_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SIGNS))]
    groups = ("".join(signs[start : start + _GROUP]) for start in range(0, _SIGNS, _GROUP))
    return "-".join(groups)


def reference_hash(reference: str) -> bytes | None:
    """What the database knows of a reference, however it was typed or copied; None for what is none.

    It has too many bits to be guessed, so one plain hash is enough.
    """
    # Out of a mail come brackets, full stops and other dashes, or the whole address of the page.
    last = reference.partition("?")[0].rpartition("/")[2]
    signs = "".join(filter(str.isalnum, last.upper())).translate(_MISREAD)
    if len(signs) != _SIGNS or not set(signs) <= set(_ALPHABET):
        return None
    return hashlib.sha256(signs.encode()).digest()
