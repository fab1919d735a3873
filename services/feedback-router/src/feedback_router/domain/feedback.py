"""A feedback item and its way: routed to a team, seen, resolved; perhaps passed on, escalated, reopened, withdrawn.

What is open always has somebody who answers for it and a time when that is due: no other state can be made here.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from feedback_router.domain.context import Context, Score
from feedback_router.domain.reasons import Why
from feedback_router.domain.responses import OUT_OF
from feedback_router.domain.service_levels import Alarm, Promise

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


@dataclass(frozen=True)
class Feedback:
    """A feedback item as it is kept: the comment, what is understood of it, who takes it and why, how far it is.

    The three of sentiment are None together where it is not measured in this language; `rule` is None when no rule
    held: then the model has decided, with this confidence and from these corrections, or triage looks at it. `check_at`
    is when somebody must look whether it is in time, None when nobody must. `reason` says in `reason_language` what
    `why` holds as data; older ones were kept as the English sentence alone.
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
    runner_up: dict[str, Any] | None
    rules_version: int
    submitted_at: datetime
    routed_at: datetime
    accountable: str
    acknowledge_by: datetime
    resolve_by: datetime
    check_at: datetime | None
    kind: str | None = None
    severity: int = 0
    severity_reasons: list[dict[str, Any]] | None = None
    topics: list[str] | None = None
    priority: float = 0
    understood_by: str | None = None
    decided_by: str = "triage"
    confidence: float | None = None
    learnt_from: list[UUID] = field(default_factory=list)
    revision: int = 1
    status: str = Status.ROUTED
    assignee: str | None = None
    handovers: int = 0
    escalations: int = 0
    alarm: int = Alarm.NONE
    what_was_done: str | None = None
    root_cause: str | None = None
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    theme_id: UUID | None = None
    touchpoint: str | None = None
    product: str | None = None
    why: Why | None = None
    reason_language: str = "en"

    @property
    def state(self) -> FeedbackState:
        """How far it has come."""
        return FeedbackState(
            status=Status(self.status),
            team=self.team,
            accountable=self.accountable,
            promise=Promise(self.acknowledge_by, self.resolve_by),
            assignee=self.assignee,
            handovers=self.handovers,
            escalations=self.escalations,
            what_was_done=self.what_was_done,
            root_cause=RootCause(self.root_cause) if self.root_cause else None,
        )

    @property
    def context(self) -> Context:
        """What rules may ask about."""
        scores = (
            Score(score["type"], score["value"], OUT_OF[score["definition"]])
            for score in self.scores
            if score["definition"] in OUT_OF
        )
        return Context(
            survey=self.survey,
            journey=self.journey,
            stage=self.stage,
            channel=self.channel,
            owner=self.owner,
            segment=self.segment,
            touchpoint=self.touchpoint,
            product=self.product,
            kind=self.kind,
            severity=self.severity,
            topics=tuple(self.topics or ()),
            scores=tuple(scores),
        )

    @property
    def due_at(self) -> datetime | None:
        """When the next thing is due; None for what is not open."""
        return self.state.due_at

    def moved_to(self, state: FeedbackState, at: datetime, check_at: datetime | None) -> "Feedback":
        """The item in its next state. Who resolves what nobody had acknowledged has seen it at that moment.

        A new due time has new alarms; one that stays the same keeps those that were given.
        """
        same_time = state.due_at == self.due_at
        return replace(
            self,
            status=state.status,
            team=state.team,
            accountable=state.accountable,
            acknowledge_by=state.promise.acknowledge_by,
            resolve_by=state.promise.resolve_by,
            check_at=self.check_at if same_time else check_at,
            alarm=self.alarm if same_time else Alarm.NONE,
            assignee=state.assignee,
            handovers=state.handovers,
            escalations=state.escalations,
            what_was_done=state.what_was_done,
            root_cause=state.root_cause,
            acknowledged_at=self._seen_at(state.status, at),
            resolved_at=(self.resolved_at or at) if state.status is Status.RESOLVED else None,
        )

    def _seen_at(self, status: Status, at: datetime) -> datetime | None:
        if status in UNSEEN or status is Status.KEPT:
            return None
        return self.acknowledged_at if status is Status.WITHDRAWN else self.acknowledged_at or at


@dataclass(frozen=True)
class Transition:
    """One step of an item's way: when, what, from where to where, by whom, and what they said.

    `detail` holds what belongs to the action, such as the teams of a re-route.
    """

    at: datetime
    action: str
    from_status: str
    to_status: str
    by: str
    note: str | None
    detail: dict[str, Any]
