"""Designed journeys: the path that the company means its customers to take for one need."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

Text = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Stage:
    """A named step, the function that owns it, and the types of touchpoint that mean it."""

    key: str
    name: Text
    owner: str
    optional: bool = False
    touchpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the customer wants out of it, in words, and the types of touchpoint that show what came of it."""

    statement: Text = field(default_factory=dict)
    success: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    revenue: tuple[str, ...] = ()
    first_value: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    setup_failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """Made by one type of touchpoint, which carries when it is due, and kept by another."""

    key: str
    name: Text
    made: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstMonth:
    """What opens the first month, what shows that somebody looked after the customer, and what went wrong."""

    sale: tuple[str, ...]
    follow_up: tuple[str, ...]
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """What shows that somebody began to complain, and that the complaint arrived."""

    opened: tuple[str, ...]
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where information is looked up, by the name that touchpoints give it; fresh for so many days."""

    key: str
    name: Text
    fresh_days: int


@dataclass(frozen=True, slots=True)
class Lines:
    """From which share of satisfied answers touchpoints are green, below which share of success a journey is red."""

    touchpoints_green_from: float = 0.8
    journey_red_below: float = 0.6


@dataclass(frozen=True, slots=True)
class Journey:
    """A designed journey. `window_days` without a touchpoint close a case; `time_zone` is for customers without one.

    `contacts` are the types with which a customer turns to the company, again within `contact_window_days` for the
    same reason being a failure of the first. `surveys` ask about the journey as a whole, not about one touchpoint.
    """

    key: str
    languages: tuple[str, ...]
    name: Text
    accountable: str
    stages: tuple[Stage, ...]
    starts: tuple[str, ...]
    outcome: Outcome
    window_days: int
    time_zone: str = "UTC"
    contacts: tuple[str, ...] = ()
    contact_window_days: int = 7
    promises: tuple[Promise, ...] = ()
    first_month: FirstMonth | None = None
    complaint_page: ComplaintPage | None = None
    surveys: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    lines: Lines = field(default_factory=Lines)

    @property
    def window(self) -> timedelta:
        """How long after its last touchpoint a case is still open."""
        return timedelta(days=self.window_days)

    @property
    def owners(self) -> list[str]:
        """Who owns a stage, each once, in the order of the stages."""
        return list(dict.fromkeys(stage.owner for stage in self.stages))

    @property
    def milestones(self) -> frozenset[str]:
        """Types that tell of an outcome. Where they mean no stage they are no deviation from the map either."""
        outcome = self.outcome
        groups = (outcome.success, outcome.exits, outcome.revenue, outcome.first_value, outcome.setup)
        return frozenset(kind for group in groups for kind in group)

    @property
    def types(self) -> frozenset[str]:
        """Every type that the design names: a touchpoint of it that names no journey belongs to this one."""
        return frozenset(kind for _, kinds in self.named_types() for kind in kinds)

    def named_types(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each list of types with its path in the design."""
        yield "starts", self.starts
        for index, stage in enumerate(self.stages):
            yield f"stages.{index}.touchpoints", stage.touchpoints
        for name in ("success", "exits", "revenue", "first_value", "setup", "setup_failed"):
            yield f"outcome.{name}", getattr(self.outcome, name)
        yield "contacts", self.contacts
        for index, promise in enumerate(self.promises):
            yield f"promises.{index}.made", promise.made
            yield f"promises.{index}.kept", promise.kept
        if self.first_month:
            yield "first_month.sale", self.first_month.sale
            yield "first_month.follow_up", self.first_month.follow_up
            yield "first_month.issues", self.first_month.issues
        if self.complaint_page:
            yield "complaint_page.opened", self.complaint_page.opened
            yield "complaint_page.sent", self.complaint_page.sent
