"""Facts: what is known of a touchpoint, and conditions on it, as triggers and the contact policy have them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from survey.domain.touchpoints import CONTEXT_FIELDS, Touchpoint


@dataclass(frozen=True)
class Condition:
    """What one fact must be like; all that is said must hold."""

    any_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    present: bool | None = None

    def holds(self, value: object) -> bool:
        """Whether a fact is like this; None is a fact that is absent."""
        if value is None:
            return self.present is False
        if self.present is False or (self.any_of and text_of(value) not in self.any_of):
            return False
        if self.at_least is None and self.at_most is None:
            return True
        number = _number(value)
        return (
            number is not None
            and (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
        )


Where = Mapping[str, Condition]


def all_hold(where: Where, touchpoint: Touchpoint) -> bool:
    """Whether every fact is as it must be."""
    return all(condition.holds(_fact(touchpoint, name)) for name, condition in where.items())


def text_of(value: object) -> str:
    """A fact as it is compared: 12 and "12" are the same, so are true and "true"."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _fact(touchpoint: Touchpoint, name: str) -> object:
    if name in CONTEXT_FIELDS:
        return touchpoint.context.get(name)
    return touchpoint.attributes.get(name)


def _number(value: object) -> float | None:
    """The number that a fact is, also when the sender wrote it as text; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
