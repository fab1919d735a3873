"""Cases: one customer's runs of a designed journey, from the touchpoints that belong to it.

They follow from the touchpoints alone, in whatever order those were told: nothing here knows what time it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from scoring.domain.first_months import Month, first_month
from scoring.domain.journeys import Journey
from scoring.domain.lookups import SourceUsed, sources_used
from scoring.domain.touchpoints import Touchpoint

SUCCESS = "success"
EXIT = "exit"


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """A promise to the customer of a case, with when it was due and when it was kept."""

    promise: str
    made_at: datetime
    due_at: datetime
    kept_at: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One run of the journey.

    `path`, `channels` and `owners` have one entry a touchpoint, `gaps` the seconds between two of them. A touchpoint
    that names no channel or owner has that of the one before. `progress` has
    one entry a stage of the design: the seconds until the case first was there or further on. A case that nothing
    ended closes by itself at `closes_at`; until `watched_until` what happens still belongs to it.
    """

    number: int
    started_at: datetime
    last_at: datetime
    closes_at: datetime
    watched_until: datetime
    ending: str | None
    ended_at: datetime | None
    ended_with: str | None
    segment: str | None
    channel: str | None
    path: tuple[str, ...]
    gaps: tuple[int, ...]
    channels: tuple[str, ...]
    owners: tuple[str, ...]
    progress: tuple[int | None, ...]
    next_owner: str | None
    revenue_at: datetime | None
    first_value_at: datetime | None
    setup_at: datetime | None
    setup_attempts: int
    setup_tried_at: datetime | None
    setup_at_once: bool | None
    lookups_needed: int
    lookups_found: int
    complaint_opened_at: datetime | None
    complaint_sent_at: datetime | None
    month: Month | None
    promises: tuple[PromiseMade, ...]
    sources: tuple[SourceUsed, ...]


def cases_of(journey: Journey, touchpoints: Iterable[Touchpoint]) -> list[Case]:
    """The cases of one person, the first first."""
    own = belonging(journey, touchpoints)
    zone = next(
        (touchpoint.time_zone for touchpoint in reversed(own) if touchpoint.time_zone), journey.time_zone
    )
    return [_case(journey, number, run, zone) for number, run in enumerate(_runs(journey, own), start=1)]


def belonging(journey: Journey, touchpoints: Iterable[Touchpoint]) -> list[Touchpoint]:
    """The touchpoints of this journey in their order: those that name it, or none while the design names their type."""
    types = journey.types
    own = {
        (touchpoint.source, touchpoint.id): touchpoint
        for touchpoint in touchpoints
        if touchpoint.journey == journey.key or (touchpoint.journey is None and touchpoint.type in types)
    }
    return sorted(own.values(), key=lambda touchpoint: touchpoint.place)


def _runs(journey: Journey, ordered: Sequence[Touchpoint]) -> Iterator[list[Touchpoint]]:
    """A start, or anything when nothing is open, begins a run.

    A start in an open run is a repetition of the same need, and what comes after the end, within the window, belongs to
    the run that has ended: the first invoice of who has joined is no new need.
    """
    ends = {*journey.outcome.success, *journey.outcome.exits}
    run: list[Touchpoint] = []
    ended_at: datetime | None = None
    for touchpoint in ordered:
        if run:
            last = ended_at or run[-1].at
            anew = touchpoint.at - last > journey.window or (ended_at and touchpoint.type in journey.starts)
            if anew:
                yield run
                run, ended_at = [], None
        run.append(touchpoint)
        if ended_at is None and touchpoint.type in ends:
            ended_at = touchpoint.at
    if run:
        yield run


def _case(journey: Journey, number: int, run: list[Touchpoint], zone: str) -> Case:
    outcome, page = journey.outcome, journey.complaint_page
    started_at = run[0].at
    end = next((item for item in run if item.type in outcome.success or item.type in outcome.exits), None)
    attempts = [item for item in run if item.type in outcome.setup or item.type in outcome.setup_failed]
    stages = {stage.key: stage for stage in journey.stages}
    path = path_of(journey, run)
    progress = _progress(journey, run, path)
    channels = _carried(item.channel for item in run)
    return Case(
        number=number,
        started_at=started_at,
        last_at=run[-1].at,
        closes_at=run[-1].at + journey.window,
        watched_until=(end.at if end else run[-1].at) + journey.window,
        ending=None if end is None else SUCCESS if end.type in outcome.success else EXIT,
        ended_at=end.at if end else None,
        ended_with=end.type if end else None,
        segment=run[0].segment,
        channel=run[0].channel,
        path=path,
        gaps=tuple(_seconds(later.at - earlier.at) for earlier, later in pairwise(run)),
        channels=channels,
        owners=_carried(
            item.owner or (stages[step].owner if step in stages else None)
            for item, step in zip(run, path, strict=True)
        ),
        progress=progress,
        next_owner=_next_owner(journey, path),
        revenue_at=_first(run, outcome.revenue),
        first_value_at=_first(run, outcome.first_value),
        setup_at=_first(run, outcome.setup),
        setup_attempts=len(attempts),
        setup_tried_at=attempts[0].at if attempts else None,
        setup_at_once=attempts[0].type in outcome.setup if attempts else None,
        lookups_needed=sum(item.lookups_needed or 0 for item in run),
        lookups_found=sum(min(item.lookups_found or 0, item.lookups_needed or 0) for item in run),
        complaint_opened_at=_first(run, page.opened) if page else None,
        complaint_sent_at=_first(run, page.sent) if page else None,
        month=first_month(journey, run, zone),
        promises=tuple(_promises(journey, run)),
        sources=tuple(sources_used(run, channels)),
    )


def path_of(journey: Journey, run: Iterable[Touchpoint]) -> tuple[str, ...]:
    """What each touchpoint is on the map: its stage, as it says itself or by its type; else its type."""
    keys = {stage.key for stage in journey.stages}
    by_type = {kind: stage.key for stage in journey.stages for kind in stage.touchpoints}
    return tuple(
        touchpoint.stage if touchpoint.stage in keys else by_type.get(touchpoint.type, touchpoint.type)
        for touchpoint in run
    )


def _progress(journey: Journey, run: list[Touchpoint], path: tuple[str, ...]) -> tuple[int | None, ...]:
    place = {stage.key: index for index, stage in enumerate(journey.stages)}
    reached: list[int | None] = [None] * len(journey.stages)
    furthest = 0
    for touchpoint, step in zip(run, path, strict=True):
        index = place.get(step, -1)
        for passed in range(furthest, index + 1):
            reached[passed] = _seconds(touchpoint.at - run[0].at)
        furthest = max(furthest, index + 1)
    return tuple(reached)


def _next_owner(journey: Journey, path: tuple[str, ...]) -> str | None:
    """Who owns the first stage that must still come, after the furthest one that was reached."""
    seen = set(path)
    furthest = max((index for index, stage in enumerate(journey.stages) if stage.key in seen), default=-1)
    return next((stage.owner for stage in journey.stages[furthest + 1 :] if not stage.optional), None)


def _promises(journey: Journey, run: list[Touchpoint]) -> Iterator[PromiseMade]:
    for promise in journey.promises:
        for index, touchpoint in enumerate(run):
            if touchpoint.type in promise.made and touchpoint.due_at is not None:
                kept_at = _first(run[index + 1 :], promise.kept)
                yield PromiseMade(promise.key, touchpoint.at, touchpoint.due_at, kept_at)


def _carried(stated: Iterable[str | None]) -> tuple[str, ...]:
    """What states none has that of the one before; until one is stated it is empty."""
    return tuple(accumulate((value or "" for value in stated), lambda before, value: value or before))


def _first(run: Iterable[Touchpoint], types: Sequence[str]) -> datetime | None:
    return next((touchpoint.at for touchpoint in run if touchpoint.type in types), None)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
