"""Alarms: where good-looking numbers hide a bad journey. Each only when the intervals say so, never a point alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN, Measured
from scoring.domain.journeys import Lines
from scoring.domain.outcomes import time_to
from scoring.domain.shares import difference, wilson
from scoring.domain.survival import Waits, log_rank

_LEVEL = 1 - CONFIDENCE

Share = tuple[int, int]
"""How many of how many."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What rings, what exactly, and the numbers behind it: shares as 0..1, times in days."""

    kind: str
    about: str
    numbers: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Complaints:
    """Of one period: how many complaints were sent, how many were begun, and how many of those were given up."""

    sent: int
    begun: int
    given_up: int


def green_but_red(
    lines: Lines, touchpoints: Mapping[str, Measured], experience: Mapping[str, Measured]
) -> Iterator[Alarm]:
    """Touchpoints whose interval is above the green line on every scale, and a journey whose is below the red one."""
    shown = [estimate for estimate in touchpoints.values() if estimate.shown]
    service = min(shown, key=lambda estimate: estimate.low, default=None)
    if service is None or service.low < lines.touchpoints_green_from:
        return
    for name, journey in experience.items():
        if journey.shown and journey.high < lines.journey_red_below:
            yield Alarm(
                "green_but_red",
                name,
                {
                    "touchpoints": service.value,
                    "touchpoints_low": service.low,
                    "touchpoints_n": service.n,
                    "green_from": lines.touchpoints_green_from,
                    "journey": journey.value,
                    "journey_high": journey.high,
                    "journey_n": journey.n,
                    "red_below": lines.journey_red_below,
                },
            )


def faster_but_worse(
    before: Waits, after: Waits, counters: Mapping[str, tuple[Share, Share]]
) -> Iterator[Alarm]:
    """The old metric, time to success, improves from one period to the next while a counter-measure worsens."""
    if min(before.n, after.n) < SMALLEST_SHOWN:
        return
    test = log_rank(after, before)
    if test is None or test.z <= 0 or test.p >= _LEVEL:
        return
    first, second = time_to(before), time_to(after)
    for name, (share_before, share_after) in counters.items():
        change = difference(share_before, share_after)
        if change.shown and change.high < 0:
            yield Alarm(
                "faster_but_worse",
                name,
                {
                    "median_before": getattr(first, "median", None),
                    "median_after": getattr(second, "median", None),
                    "p": test.p,
                    "before": share_before[0] / share_before[1],
                    "before_n": share_before[1],
                    "after": share_after[0] / share_after[1],
                    "after_n": share_after[1],
                    "change_low": change.low,
                    "change_high": change.high,
                },
            )


def quieter_but_given_up(before: Complaints, after: Complaints) -> Iterator[Alarm]:
    """Fewer complaints arrive in the second of two equally long periods, while more of those begun are given up.

    Were complaints as frequent as before, each of them would lie in either period with the chance ½.
    """
    total = before.sent + after.sent
    change = difference((before.given_up, before.begun), (after.given_up, after.begun))
    if total < SMALLEST_SHOWN or not change.shown:
        return
    if wilson(after.sent, total)[1] < 0.5 and change.low > 0:
        yield Alarm(
            "quieter_but_given_up",
            "complaint_page",
            {
                "sent_before": before.sent,
                "sent_after": after.sent,
                "before": before.given_up / before.begun,
                "before_n": before.begun,
                "after": after.given_up / after.begun,
                "after_n": after.begun,
                "change_low": change.low,
                "change_high": change.high,
            },
        )
