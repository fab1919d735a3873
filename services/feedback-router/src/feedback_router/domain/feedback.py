"""A feedback item's way: routed, acknowledged, resolved. It only ever goes forward."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How far the team has come."""

    ROUTED = "routed"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """Where an item stands; `what_was_done` is known once it is resolved, and only then."""

    status: Status
    what_was_done: str | None = None

    @property
    def is_acknowledged(self) -> bool:
        """Whether the team has seen it; who resolves an item has seen it."""
        return self.status is not Status.ROUTED


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The team says: we have seen it."""


@dataclass(frozen=True, slots=True)
class Resolve:
    """The team says what it did about it."""

    what_was_done: str


class TransitionError(ValueError):
    """An action that the item's state does not allow; the message is a sentence for the person who tried."""


ROUTED = FeedbackState(Status.ROUTED)


def transition(state: FeedbackState, action: Acknowledge | Resolve) -> FeedbackState:
    """The state after an action; the same action again changes nothing. Raises TransitionError."""
    match action:
        case Acknowledge():
            return state if state.is_acknowledged else FeedbackState(Status.ACKNOWLEDGED)
        case Resolve(what_was_done):
            return _resolve(state, what_was_done.strip())


def _resolve(state: FeedbackState, what_was_done: str) -> FeedbackState:
    if not what_was_done:
        raise TransitionError("Say what was done: a resolution needs a text that the customer could be told.")
    if state.status is Status.RESOLVED and state.what_was_done != what_was_done:
        raise TransitionError("The item is already resolved, and what was done is on record.")
    return FeedbackState(Status.RESOLVED, what_was_done)
