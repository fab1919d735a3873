"""Whom to reach out to on a journey, and whom to leave alone so that it can be seen whether reaching out helps."""

import hmac
from dataclasses import dataclass

_RANGE = 2**64


@dataclass(frozen=True, slots=True)
class Programme:
    """From which probability on a customer is on the list, and which share of those is held out, both 0..1."""

    journey: str
    from_probability: float
    holdout_share: float


def is_held_out(secret: str, programme: Programme, person: str) -> bool:
    """Drawn by a hash that only the server can make: the same always, and nobody can choose.

    Who is held out at a share is so at every larger one.
    """
    drawn = hmac.digest(secret.encode(), f"at risk\x1f{programme.journey}\x1f{person}".encode(), "sha256")
    return int.from_bytes(drawn[:8]) < programme.holdout_share * _RANGE
