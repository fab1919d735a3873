"""The way of a feedback item: routed to a team, seen, resolved; perhaps passed on, escalated, reopened, withdrawn.

What is open always has somebody who answers for it and a time when that is due: no other state can be made here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from feedback_router.domain.service_levels import Promise

# Who is handed from team to team more often than this is heard by somebody higher up.
MOST_HANDOVERS = 3


class Status(StrEnum):
    """How far the team has come."""

    ROUTED = "routed"
    ACKNOWLEDGED = "acknowledged"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    # Praise, about which nobody has to do anything: it is beside its team, and due at no time.
    KEPT = "kept"


UNSEEN = frozenset({Status.ROUTED, Status.REOPENED})
OPEN = UNSEEN | {Status.ACKNOWLEDGED}


class RootCause(StrEnum):
    """Where the cause of a complaint lay."""

    PEOPLE = "people"
    PROCESS = "process"
    TECHNOLOGY = "technology"
    POLICY = "policy"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """Where an item stands.

    `accountable` is who must see to it that something happens: whom it was assigned to, else the team's owner, or who
    it was escalated to. What was done is known once it is resolved, and only then.
    """

    status: Status
    team: str
    accountable: str
    promise: Promise
    assignee: str | None = None
    handovers: int = 0
    escalations: int = 0
    what_was_done: str | None = None
    root_cause: RootCause | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.status in OPEN

    @property
    def due_at(self) -> datetime | None:
        """When the next thing is due: to be seen, then to be resolved. None for what is not open."""
        if not self.is_open:
            return None
        if self.status in UNSEEN:
            return min(self.promise.acknowledge_by, self.promise.resolve_by)
        return self.promise.resolve_by


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds when a team takes an item now: who answers for it, who after them, and by when."""

    team: str
    chain: tuple[str, ...]
    promise: Promise


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The team says: we have seen it."""


@dataclass(frozen=True, slots=True)
class Assign:
    """This person of the team deals with it."""

    person: str


@dataclass(frozen=True, slots=True)
class Comment:
    """Somebody notes something for the others."""

    text: str


@dataclass(frozen=True, slots=True)
class Reroute:
    """This other team must act, for this reason. The terms of the transition are that team's."""

    team: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """It is dealt with in this ticket of another system too."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """The team says what it did about it, and where the cause lay if it knows."""

    what_was_done: str
    root_cause: RootCause | None = None


@dataclass(frozen=True, slots=True)
class Reopen:
    """It is not over: the customer says so, or a person."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The customer does not want anything to be done any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Escalate:
    """Somebody higher up must answer for it."""

    reason: str


Action = Acknowledge | Assign | Comment | Reroute | Link | Resolve | Reopen | Withdraw | Escalate


class TransitionError(ValueError):
    """An action that the item's state does not allow; the message is a sentence for the person who tried."""


def routed(terms: Terms) -> FeedbackState:
    """How an item begins."""
    return FeedbackState(Status.ROUTED, terms.team, terms.chain[0], terms.promise)


def kept(terms: Terms) -> FeedbackState:
    """How an item begins that is nothing but praise."""
    return replace(routed(terms), status=Status.KEPT)


def transition(state: FeedbackState, action: Action, terms: Terms) -> FeedbackState:
    """The state after an action; a state that is there already stays as it is. Raises TransitionError."""
    match action:
        case Assign(person):
            after = _assign(state, person)
        case Reroute():
            after = _reroute(state, terms)
        case Resolve():
            after = _resolve(state, action)
        case Withdraw():
            after = _withdraw(state)
        case Escalate():
            after = _escalate(state, terms)
        case Acknowledge() if state.status in UNSEEN:
            after = replace(state, status=Status.ACKNOWLEDGED)
        case Reopen() if not state.is_open:
            after = _reopen(state, terms)
        case _:
            after = state
    return after


def _assign(state: FeedbackState, person: str) -> FeedbackState:
    _must_be_open(state, "assigned")
    if state.assignee == person:
        return state
    return replace(state, assignee=person, accountable=person)


def _withdraw(state: FeedbackState) -> FeedbackState:
    if state.status is Status.RESOLVED:
        raise TransitionError("The item is resolved already; there is nothing left to withdraw.")
    return replace(state, status=Status.WITHDRAWN)


def _reroute(state: FeedbackState, terms: Terms) -> FeedbackState:
    """The other team has not seen it yet; what the customer was promised first stays promised, and what was escalated
    is as high up there.
    """
    _must_be_open(state, "passed on")
    if state.team == terms.team:
        raise TransitionError(f'The item is with the team "{terms.team}" already.')
    handovers = state.handovers + 1
    level = max(state.escalations, 1 if handovers > MOST_HANDOVERS else 0)
    escalations = min(level, len(terms.chain) - 1)
    return FeedbackState(
        status=Status.ROUTED,
        team=terms.team,
        accountable=terms.chain[escalations],
        promise=replace(terms.promise, resolve_by=min(state.promise.resolve_by, terms.promise.resolve_by)),
        handovers=handovers,
        escalations=escalations,
    )


def _resolve(state: FeedbackState, action: Resolve) -> FeedbackState:
    what_was_done = action.what_was_done.strip()
    if not what_was_done:
        raise TransitionError("Say what was done: a resolution needs a text that the customer could be told.")
    if state.status is Status.WITHDRAWN:
        raise TransitionError("The customer has withdrawn this; reopen it if something was done after all.")
    resolved = replace(
        state, status=Status.RESOLVED, what_was_done=what_was_done, root_cause=action.root_cause
    )
    if state.status is Status.RESOLVED and state != resolved:
        raise TransitionError("The item is already resolved, and what was done is on record.")
    return resolved


def _reopen(state: FeedbackState, terms: Terms) -> FeedbackState:
    """Who dealt with it deals with it again, and the time begins anew."""
    return replace(
        state,
        status=Status.REOPENED,
        accountable=state.assignee or terms.chain[0],
        promise=terms.promise,
        escalations=0,
        what_was_done=None,
        root_cause=None,
    )


def _escalate(state: FeedbackState, terms: Terms) -> FeedbackState:
    _must_be_open(state, "escalated")
    level = state.escalations + 1
    if level >= len(terms.chain):
        raise TransitionError(
            "Nobody is higher up: the last in the team's escalation answers for it already."
        )
    return replace(state, escalations=level, accountable=terms.chain[level])


def _must_be_open(state: FeedbackState, what: str) -> None:
    if not state.is_open:
        raise TransitionError(f"The item is {state.status}; reopen it before it is {what}.")
