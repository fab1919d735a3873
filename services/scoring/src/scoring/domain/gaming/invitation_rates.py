"""Who is eligible and not asked: by unit, and apart from it what staff have in their hands.

Compared survey by survey, with the exact test of strata.py. Whom the lot of a sample rate left out counts for nothing:
nobody has a hand in that.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.domain.gaming.units import Count, Place

_BY_LOT = "sampled_out"
# No address, one that is wrong, a link taken back, a survey that came too late for its window: who enters a customer or
# a touchpoint can bring each of them about. The others are the customer's word or the contact policy's.
BY_STAFF = frozenset({"no_address", "bounced", "revoked", "expired_before_window"})


@dataclass(frozen=True, slots=True)
class Eligible:
    """How many customers at a place were eligible, by why they were not asked, "" for those who were."""

    place: Place
    withheld: str
    n: int
    address_changed: int


def not_invited(eligible: Iterable[Eligible]) -> list[Count]:
    """A hit is a customer who was not asked, for whatever reason."""
    return [_count(one, one.n if one.withheld else 0) for one in eligible if one.withheld != _BY_LOT]


def withheld(eligible: Iterable[Eligible]) -> list[Count]:
    """A hit is a customer who was not asked for a reason that staff can bring about."""
    return [
        _count(one, one.n if one.withheld in BY_STAFF else 0) for one in eligible if one.withheld != _BY_LOT
    ]


def address_changed(eligible: Iterable[Eligible]) -> list[Count]:
    """A hit is a customer whose address was replaced by another within the week before they became eligible."""
    return [_count(one, one.address_changed) for one in eligible]


def _count(eligible: Eligible, hits: int) -> Count:
    return Count((eligible.place.survey,), eligible.place, hits, eligible.n)
