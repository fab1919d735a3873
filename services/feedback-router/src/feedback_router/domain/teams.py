"""A team: who must act on a feedback item."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Team:
    """One product team; `description` says in words what it answers for."""

    key: str
    name: str
    description: str
