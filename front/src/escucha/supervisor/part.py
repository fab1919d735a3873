"""What the supervisor looks after."""

from typing import Protocol


class Part(Protocol):
    """A process, or a server that is one."""

    @property
    def name(self) -> str:
        """What people call it, such as "PostgreSQL" or "worker survey"."""

    def start(self) -> None:
        """Start it, or start it again. Problem or OSError when that can't be done."""

    def ready(self) -> bool:
        """Whether it does what it is there for; asked again until it says so."""

    def ended(self) -> str | None:
        """How it ended, in words; None while it runs."""

    def stop(self) -> None:
        """Stop it and wait until it is gone."""

    def kill(self) -> None:
        """End it at once, waiting for nothing."""
