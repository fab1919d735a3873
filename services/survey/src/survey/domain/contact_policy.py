"""The contact policy: how often, and when, one customer may be asked, over all surveys and channels.

Staff cannot choose who is asked: `decide` is given facts and yields the decision, with its reason where it is no.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import Literal
from zoneinfo import ZoneInfo

from survey.domain.facts import Where, all_hold
from survey.domain.touchpoints import Customer, Touchpoint
from survey.domain.triggers import Trigger

# Why an eligible customer is not asked, in the order in which it is looked at; the first that holds is kept.
Reason = Literal[
    "unsubscribed",
    "complained",
    "no_address",
    "bounced",
    "sampled_out",
    "expired_before_window",
    "too_soon",
    "too_many",
]

DAY_MINUTES = 24 * 60
EVERY_DAY = frozenset(range(7))
# A clock change can swallow one week's only window; the next week has it again.
_SEARCHED_DAYS = 15


@dataclass(frozen=True)
class Contact:
    """One time that a customer was asked, or will be: an invitation or its reminder."""

    at: datetime
    survey: str
    kind: str


@dataclass(frozen=True)
class Limit:
    """At least `gap` between two contacts, and at most `maximum` within any `period`.

    With `kind` or `survey` it is about surveys of that kind, or that survey, and counts nothing else.
    """

    gap: timedelta = timedelta(0)
    maximum: int | None = None
    period: timedelta = timedelta(0)
    kind: str | None = None
    survey: str | None = None

    def is_about(self, survey: str, kind: str) -> bool:
        """Whether contacts about this survey count."""
        return self.survey in (None, survey) and self.kind in (None, kind)

    def too_soon(self, at: datetime, others: Iterable[datetime]) -> bool:
        """Whether a contact at this moment would come too near to another, before or after it."""
        return any(abs(at - other) < self.gap for other in others)

    def too_many(self, at: datetime, others: Iterable[datetime]) -> bool:
        """Whether some period with a contact at this moment in it would hold more than the maximum."""
        if self.maximum is None:
            return False
        near = sorted(chain((at,), (other for other in others if abs(at - other) < self.period)))
        return any(
            first <= at <= last and last - first < self.period
            for first, last in zip(near, near[self.maximum :], strict=False)
        )


@dataclass(frozen=True)
class Exemption:
    """Touchpoints of this type (None: of any) with these facts have limits of their own instead of the policy's."""

    key: str
    limits: tuple[Limit, ...]
    touchpoint: str | None = None
    where: Where = field(default_factory=dict)

    def holds_for(self, touchpoint: Touchpoint) -> bool:
        """Whether this touchpoint is one of those."""
        return self.touchpoint in (None, touchpoint.type) and all_hold(self.where, touchpoint)


@dataclass(frozen=True)
class Hours:
    """From one minute of the day to another, the end not included, on some days of the week (0 is Monday).

    Hours that end before they begin go over midnight; their days are those on which they begin.
    """

    begin: int
    end: int
    days: frozenset[int] = EVERY_DAY

    def hold_at(self, local: datetime) -> bool:
        """Whether a clock on the wall that shows this is within these hours."""
        day, minute = local.weekday(), local.hour * 60 + local.minute
        if self.begin < self.end:
            return day in self.days and self.begin <= minute < self.end
        return (minute >= self.begin and day in self.days) or (
            minute < self.end and (day - 1) % 7 in self.days
        )


@dataclass(frozen=True)
class Policy:
    """The policy. Without `windows` mail may go out at any hour; `quiet` hours are taken out of them.

    `time_zone` is for customers of whom none is known.
    """

    limits: tuple[Limit, ...]
    exemptions: tuple[Exemption, ...] = ()
    windows: tuple[Hours, ...] = ()
    quiet: Hours | None = None
    time_zone: str = "UTC"

    def limits_for(self, touchpoint: Touchpoint) -> tuple[Limit, ...]:
        """Those of the first exemption that holds, or else the policy's own."""
        for exemption in self.exemptions:
            if exemption.holds_for(touchpoint):
                return exemption.limits
        return self.limits

    @property
    def memory(self) -> timedelta:
        """How far back contacts can matter."""
        limits = chain(self.limits, *(exemption.limits for exemption in self.exemptions))
        return max((max(limit.gap, limit.period) for limit in limits), default=timedelta(0))

    def is_open(self, local: datetime) -> bool:
        """Whether mail may go out when the customer's clock shows this."""
        return _is_open(self.windows, self.quiet, local)

    @property
    def ever_opens(self) -> bool:
        """Whether there is any minute of the week at which mail may go out."""
        monday = datetime(2024, 1, 1)  # noqa: DTZ001  a clock on the wall, in no zone
        return any(
            self.is_open(monday + timedelta(days=day, minutes=minute))
            for day in EVERY_DAY
            for minute in _turns(self.windows, self.quiet)
        )

    def zone_of(self, customer: Customer) -> str:
        """The time zone in which the customer lives, as far as anybody knows."""
        return customer.time_zone or self.time_zone

    def next_open(self, moment: datetime, customer: Customer) -> datetime:
        """The moment itself when mail may go out then, else the next at which it may, in the customer's time zone."""
        if not self.windows and not self.quiet:
            return moment
        return _next_open(self.windows, self.quiet, self.zone_of(customer), moment)


# The customers of one batch live in few time zones, and their moment is the same.
@lru_cache(maxsize=1024)
def _next_open(windows: tuple[Hours, ...], quiet: Hours | None, time_zone: str, moment: datetime) -> datetime:
    zone = ZoneInfo(time_zone)
    local = moment.astimezone(zone)
    if _is_open(windows, quiet, local):
        return moment
    return next(
        at
        for at in _openings(local, _turns(windows, quiet))
        if at > moment and _is_open(windows, quiet, at.astimezone(zone))
    )


def _is_open(windows: tuple[Hours, ...], quiet: Hours | None, local: datetime) -> bool:
    if quiet and quiet.hold_at(local):
        return False
    return not windows or any(hours.hold_at(local) for hours in windows)


def _turns(windows: tuple[Hours, ...], quiet: Hours | None) -> set[int]:
    """The minutes of the day at which it may begin to be open."""
    begins = {hours.begin for hours in windows} or {0}
    return begins | {quiet.end % DAY_MINUTES} if quiet else begins


def _openings(local: datetime, turns: set[int]) -> Iterator[datetime]:
    """Every moment of the next days at which it may begin to be open, oldest first."""
    for day in range(_SEARCHED_DAYS):
        date = local.date() + timedelta(days=day)
        # Where the clock is put back an hour is shown twice: both are moments at which it may open.
        yield from sorted(
            datetime.combine(date, time(minute // 60, minute % 60, fold=fold), local.tzinfo).astimezone(UTC)
            for minute in turns
            for fold in (0, 1)
        )


# In force until a company sets its own: rare enough to annoy nobody, at any hour since no time zone is known.
BUILT_IN = Policy(limits=(Limit(gap=timedelta(days=7), maximum=4, period=timedelta(days=90)),))


@dataclass(frozen=True)
class Decision:
    """What becomes of a touchpoint that a trigger fires on; `reason` is why not, where the state is suppressed."""

    state: str
    reason: Reason | None
    send_at: datetime
    remind_at: datetime | None
    expires_at: datetime

    def contacts(self, survey: str, kind: str) -> list[Contact]:
        """What the customer will hear from us."""
        if self.state == "suppressed":
            return []
        return [Contact(at, survey, kind) for at in (self.send_at, self.remind_at) if at]


def decide(
    policy: Policy,
    trigger: Trigger,
    touchpoint: Touchpoint,
    customer: Customer,
    history: Sequence[Contact],
    now: datetime,
    *,
    kind: str,
    draw: float,
    objection: str | None,
) -> Decision:
    """Whether and when to ask.

    `history` are the customer's contacts within the policy's memory, planned ones included; `kind` is the survey's;
    `draw` is the lot in [0, 1); `objection` is why no mail reaches the customer: unsubscribed, bounced or complained.
    The days until it expires begin when it should have gone out: after them nobody remembers what it asks about.
    """
    by_mail = trigger.via == "email"
    wanted = now + trigger.delay
    expires_at = wanted + trigger.expires_after
    send_at = policy.next_open(wanted, customer) if by_mail else wanted
    limits = [limit for limit in policy.limits_for(touchpoint) if limit.is_about(trigger.survey, kind)]
    reason = _obstacle(trigger, customer, draw, objection)
    if reason is None and send_at >= expires_at:
        reason = "expired_before_window"
    if reason is None:
        reason = _excess(limits, send_at, history)
    if reason is not None:
        return Decision("suppressed", reason, send_at, None, expires_at)
    remind_at = None
    if by_mail and trigger.reminder_after is not None:
        remind_at = policy.next_open(send_at + trigger.reminder_after, customer)
        asked = Contact(send_at, trigger.survey, kind)
        if remind_at >= expires_at or not _may_remind(limits, remind_at, history, asked):
            remind_at = None
    return Decision("scheduled" if by_mail else "handed_out", None, send_at, remind_at, expires_at)


def _obstacle(trigger: Trigger, customer: Customer, draw: float, objection: str | None) -> Reason | None:
    """What stands in the way whatever the policy says. Who objected is asked by no channel."""
    if objection == "unsubscribed":
        return "unsubscribed"
    if objection == "complained":
        return "complained"
    if trigger.via == "email" and not customer.email:
        return "no_address"
    if trigger.via == "email" and objection == "bounced":
        return "bounced"
    return None if draw < trigger.sample_rate else "sampled_out"


def _excess(limits: Sequence[Limit], at: datetime, history: Sequence[Contact]) -> Reason | None:
    if any(limit.too_soon(at, _counted(limit, history)) for limit in limits):
        return "too_soon"
    return "too_many" if _too_many(limits, at, history) else None


def _may_remind(limits: Sequence[Limit], at: datetime, history: Sequence[Contact], asked: Contact) -> bool:
    """A reminder is a contact like any other, but for the gap to what it reminds of."""
    return _excess(limits, at, history) is None and not _too_many(limits, at, [*history, asked])


def _too_many(limits: Sequence[Limit], at: datetime, history: Sequence[Contact]) -> bool:
    return any(limit.too_many(at, _counted(limit, history)) for limit in limits)


def _counted(limit: Limit, history: Sequence[Contact]) -> Iterator[datetime]:
    return (contact.at for contact in history if limit.is_about(contact.survey, contact.kind))
