"""Attributes of touchpoints that a company has declared as dimensions, such as the product or the region."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

# Each attribute multiplies the number of slices, so they are few, and their values short.
MOST_ATTRIBUTES = 8
LONGEST_VALUE = 100

Attributes = tuple[tuple[str, str], ...]
"""Names and values in the order of the names: what can be compared and be part of a key."""


@dataclass(frozen=True, slots=True)
class TouchpointReference:
    """Which touchpoint it was; both together say so, as CloudEvents have it."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """What was told of a touchpoint, as far as a score can depend on it."""

    reference: TouchpointReference
    event_id: UUID
    attributes: Attributes


def declared(told: Mapping[str, object], names: Iterable[str]) -> Attributes:
    """Of what a touchpoint said, the declared attributes that have a value to group by: a word, a number, yes or no.

    A structure, an empty value or a text longer than LONGEST_VALUE groups nothing and counts as not stated.
    """
    values = ((name, _value(told.get(name))) for name in sorted(names))
    return tuple((name, value) for name, value in values if value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str) and "\0" not in (text := str(value)) and len(text) <= LONGEST_VALUE:
        return text
    return ""
