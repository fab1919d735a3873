"""A feedback item and its way: routed, acknowledged, resolved. It only ever goes forward."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


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


@dataclass(frozen=True)
class Feedback:
    """A feedback item as it is kept: the comment, what is understood of it, who takes it and why, how far it is.

    The three of sentiment are None together where it is not measured in this language; `rule` is None when triage
    took what no rule wanted.
    """

    id: UUID
    response_id: UUID
    question: str
    survey: str
    survey_version: int
    customer_key: str | None
    text: str
    language: str
    sentiment: str | None
    sentiment_polarity: float | None
    sentiment_model: str | None
    scores: list[dict[str, Any]]
    journey: str | None
    stage: str | None
    channel: str | None
    owner: str | None
    segment: str | None
    team: str
    rule: str | None
    reason: str
    phrases: list[str]
    runner_up: dict[str, str] | None
    rules_version: int
    submitted_at: datetime
    routed_at: datetime
    status: str = Status.ROUTED
    what_was_done: str | None = None
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None

    @property
    def state(self) -> FeedbackState:
        """How far it has come."""
        return FeedbackState(Status(self.status), self.what_was_done)

    def moved_to(self, state: FeedbackState, at: datetime) -> "Feedback":
        """The item in its next state. Who resolves what nobody had acknowledged has seen it at that moment."""
        return replace(
            self,
            status=state.status,
            what_was_done=state.what_was_done,
            acknowledged_at=self.acknowledged_at or at,
            resolved_at=at if state.status is Status.RESOLVED else None,
        )


@dataclass(frozen=True)
class Transition:
    """One step of an item's way: when, from where to where, by whom, and what they said."""

    at: datetime
    from_status: str
    to_status: str
    by: str
    note: str | None
