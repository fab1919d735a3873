"""A feedback item as it is kept, and the steps of its way."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from feedback_router.domain.context import Context, Score
from feedback_router.domain.reasons import Why
from feedback_router.domain.responses import OUT_OF
from feedback_router.domain.service_levels import Alarm, Promise
from feedback_router.domain.states import UNSEEN, FeedbackState, RootCause, Status


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
