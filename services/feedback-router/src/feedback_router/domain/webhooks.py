"""Webhooks: of which events a team wants to be told, and what an answer of its receiver means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from feedback_router.domain.addresses import is_public
from feedback_router.domain.understanding import Severity
from feedback_router.domain.webhook_schedule import due_again

TESTED = "router.webhook.tested"
# What every receiver may hear of, whatever its team: that it holds something of a person who is to be forgotten.
ERASED = "router.customer.erased"
DEFAULT_EVENTS = ("router.feedback.*",)

PAUSED, GONE, FAILING = "paused", "gone", "failing"
# A receiver that took nothing for so long, and so often, is given up until somebody enables it again.
GIVE_UP_AFTER = timedelta(days=3)
GIVE_UP_FAILURES = 10
# Who takes longer to answer is served apart.
SLOW_S = 2.0

_NO_SUCH_PAGE_EVER = 410
_PATIENCE_STATUSES = (429, 503)


@dataclass(frozen=True)
class Filters:
    """What the data of an event must say; an empty one lets all pass, else the event must carry a fitting value."""

    severity_at_least: str | None = None
    kinds: tuple[str, ...] = ()
    sentiments: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    surveys: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def let_pass(self, data: Mapping[str, Any]) -> bool:
        """Whether an event with these data is wanted."""
        wanted = {
            "kind": self.kinds,
            "sentiment": self.sentiments,
            "language": self.languages,
            "survey": self.surveys,
            "journey": self.journeys,
            "stage": self.stages,
            "channel": self.channels,
        }
        return self._is_severe_enough(data.get("severity")) and all(
            data.get(name) in values for name, values in wanted.items() if values
        )

    def _is_severe_enough(self, told: Any) -> bool:
        if self.severity_at_least is None:
            return True
        severity = _severity(told)
        return severity is not None and severity >= Severity[self.severity_at_least.upper()]


@dataclass(frozen=True)
class Health:
    """How a receiver has done lately; both are at zero and None after a success."""

    slow: bool = False
    failed_attempts: int = 0
    failing_since: datetime | None = None


@dataclass(frozen=True)
class Webhook:
    """A webhook as it is kept. `events` are types, or beginnings of types that end in ".*"."""

    id: UUID
    team: str
    url: str
    events: tuple[str, ...]
    filters: Filters
    template: dict[str, Any]
    template_version: int
    created_at: datetime
    disabled_at: datetime | None = None
    disabled_reason: str | None = None
    health: Health = Health()

    def wants(self, kind: str, data: Mapping[str, Any]) -> bool:
        """Whether it is told of an event of this type with these data: about items of its team, or taken from it.

        The same is in the team's feed.
        """
        if kind == ERASED:
            return ERASED in self.events
        return (
            self.team in (data.get("team"), data.get("from_team"))
            and any(_fits(kind, wanted) for wanted in self.events)
            and self.filters.let_pass(data)
        )


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or the error that kept it away. `text` is the beginning of what was said besides."""

    status: int | None = None
    error: str | None = None
    text: str | None = None
    retry_after: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it now."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class Standing:
    """Where a delivery stands after an attempt; `due_at` is known while it is waiting."""

    state: str
    failures: int
    due_at: datetime | None


def standing_after(answer: Answer, failures: int, *, now: datetime, jitter: float) -> Standing:
    """A delivery that had failed so often, after one more answer."""
    if answer.is_taken:
        return Standing("delivered", failures, None)
    asked = answer.retry_after if answer.status in _PATIENCE_STATUSES else None
    due_at = due_again(failures + 1, asked, now=now, jitter=jitter)
    return Standing("waiting" if due_at else "failed", failures + 1, due_at)


def health_after(health: Health, answer: Answer, seconds: float, now: datetime) -> Health:
    """The receiver's health after an answer that took so long."""
    if answer.is_taken:
        return Health(slow=seconds > SLOW_S)
    return replace(
        health,
        slow=True,
        failed_attempts=health.failed_attempts + 1,
        failing_since=health.failing_since or now,
    )


def why_disable(answer: Answer, health: Health, now: datetime) -> str | None:
    """Why a webhook is to be disabled after this answer, with this health; None when it is not."""
    if answer.status == _NO_SUCH_PAGE_EVER:
        return GONE
    if (
        health.failing_since is not None
        and health.failed_attempts >= GIVE_UP_FAILURES
        and now - health.failing_since >= GIVE_UP_AFTER
    ):
        return FAILING
    return None


def url_fault(url: str, *, allow_private: bool) -> str | None:
    """What is wrong with a receiver's address, in a sentence; None when it can be used.

    A name may still lead to a private address: that is looked at whenever it is connected to.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        return "Write the address in ASCII without spaces, the host as xn--… where it has other letters."
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "This is not an address."
    return next(_faults(parts, allow_private), None)


def _faults(parts: SplitResult, allow_private: bool) -> Iterator[str]:
    host = parts.hostname
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        yield "The address must begin with https://."
    if not host:
        yield "The address names no host."
    elif not allow_private and _is_inside(host):
        yield "This is an address inside a network; only public ones are told."
    if parts.username is not None or parts.password is not None or parts.fragment:
        yield "The address must hold neither a password nor a #part."


def _is_inside(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _fits(kind: str, wanted: str) -> bool:
    return kind.startswith(wanted[:-1]) if wanted.endswith(".*") else kind == wanted


def _severity(told: Any) -> Severity | None:
    """The severity that an event tells by name or by number."""
    return next((severity for severity in Severity if told in (severity.name.lower(), severity.value)), None)
