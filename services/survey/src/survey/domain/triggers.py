"""Triggers: which touchpoint leads to which survey. The server decides who is asked; staff never do."""

from dataclasses import dataclass, field
from datetime import timedelta

from survey.domain.touchpoints import CONTEXT_FIELDS, Touchpoint


@dataclass(frozen=True)
class Trigger:
    """Ask with `survey` after a touchpoint of type `touchpoint` whose facts are all as `where` says."""

    key: str
    touchpoint: str
    survey: str
    via: str
    where: dict[str, str] = field(default_factory=dict)
    delay: timedelta = timedelta(0)
    expires_after: timedelta = timedelta(days=30)

    def fires_on(self, touchpoint: Touchpoint) -> bool:
        """Whether this touchpoint is one that the trigger waits for."""
        return touchpoint.type == self.touchpoint and all(
            _fact(touchpoint, name) == value for name, value in self.where.items()
        )


def _fact(touchpoint: Touchpoint, name: str) -> str | None:
    if name in CONTEXT_FIELDS:
        return touchpoint.context.get(name)
    value = touchpoint.attributes.get(name)
    return None if value is None else str(value)
