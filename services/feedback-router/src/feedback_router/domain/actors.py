"""Who looks at feedback and acts on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a program; `team` is the only one whose items it sees, None for all."""

    name: str
    team: str | None
