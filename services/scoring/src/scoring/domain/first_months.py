"""The first month after a sale: from day 0, the day of the sale where the customer lives, to the end of day 30."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scoring.domain.journey_faults import FIRST_MONTH_DAYS
from scoring.domain.journeys import Journey
from scoring.domain.touchpoints import Touchpoint


@dataclass(frozen=True, slots=True)
class Month:
    """When it was over, and what had happened by then."""

    ends_at: datetime
    followed_up: bool
    issues: int
    set_up: bool


def first_month(journey: Journey, run: Sequence[Touchpoint], time_zone: str) -> Month | None:
    """None where the design has no first month, or nothing was sold; `run` is in order."""
    design = journey.first_month
    sale = next((item for item in run if design and item.type in design.sale), None)
    if design is None or sale is None:
        return None
    ends_at = month_end(sale.at, time_zone)
    within = [item for item in run if sale.place < item.place and item.at < ends_at]
    return Month(
        ends_at=ends_at,
        followed_up=any(item.type in design.follow_up for item in within),
        issues=sum(item.type in design.issues for item in within),
        set_up=any(item.type in journey.outcome.setup for item in within),
    )


def month_end(sold_at: datetime, time_zone: str) -> datetime:
    """The midnight after day 30 in that time zone, in UTC."""
    zone = ZoneInfo(time_zone)
    last = sold_at.astimezone(zone).date() + timedelta(days=FIRST_MONTH_DAYS)
    return datetime.combine(last, time(), zone).astimezone(UTC)
