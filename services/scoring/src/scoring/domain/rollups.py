"""What responses add to the rollups, and how the rollups change when responses become others."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from scoring.domain.attributes import Attributes
from scoring.domain.responses import Response
from scoring.domain.scales import CHOSEN, Box, Scale
from scoring.domain.tallies import Counts

CHOICE_TYPES = ("choice", "selection")


class SliceKey(NamedTuple):
    """All that a score can be asked by, but the day. What a response does not state is "" here."""

    survey: str
    version: int
    kind: str
    journey: str
    stage: str
    channel: str
    owner: str
    segment: str
    language: str
    attributes: Attributes


class RollupKey(NamedTuple):
    """Which answers are counted together. `option` is "" but for the options of a choice."""

    type: str
    day: date
    slice: SliceKey
    question: str
    definition: str
    option: str


class MonthKey(NamedTuple):
    """The same for the rollups by month, which know few dimensions and no choices. `month` is its first day."""

    type: str
    month: date
    survey: str
    version: int
    kind: str
    question: str
    definition: str
    journey: str
    channel: str


NOTHING = Counts(0, 0, 0, 0, 0, 0)


def changes(before: Iterable[Response], after: Iterable[Response]) -> dict[RollupKey, Counts]:
    """How the rollups change when these responses become those. What stays as it was is left out."""
    sums: dict[RollupKey, Counts] = {}
    for sign, responses in ((-1, before), (1, after)):
        for response in responses:
            for key, added in _counted(response):
                sums[key] = _plus(sums.get(key, NOTHING), added, sign)
    return {key: change for key, change in sums.items() if any(change)}


def by_month(daily: Mapping[RollupKey, Counts]) -> dict[MonthKey, Counts]:
    """The same changes for the rollups by month."""
    sums: dict[MonthKey, Counts] = {}
    for key, change in daily.items():
        if key.type in CHOICE_TYPES:
            continue
        place = key.slice
        month = MonthKey(
            key.type,
            key.day.replace(day=1),
            place.survey,
            place.version,
            place.kind,
            key.question,
            key.definition,
            place.journey,
            place.channel,
        )
        sums[month] = _plus(sums.get(month, NOTHING), change, 1)
    return {key: change for key, change in sums.items() if any(change)}


@lru_cache(maxsize=1024)
def counted(scale: Scale, value: int) -> Counts:
    """What one answer adds; raises ValueOutOfRangeError when it is not on the scale."""
    box = scale.box_of(value)
    return Counts(1, box is Box.LOW, box is Box.MIDDLE, box is Box.TOP, value, value * value)


def _counted(response: Response) -> Iterator[tuple[RollupKey, Counts]]:
    day, place = response.day, _slice(response)
    for answer in response.answers:
        scale = answer.scale
        key = RollupKey(scale.name, day, place, answer.question, scale.version, "")
        yield key, counted(scale, answer.value)
    for choice in response.choices:
        everybody = RollupKey(choice.type, day, place, choice.question, CHOSEN.version, "")
        yield everybody, counted(CHOSEN, 0)
        for option in choice.values:
            yield everybody._replace(option=option), counted(CHOSEN, 1)


def _slice(response: Response) -> SliceKey:
    return SliceKey(
        response.survey,
        response.version,
        response.kind,
        response.journey or "",
        response.stage or "",
        response.channel or "",
        response.owner or "",
        response.segment or "",
        response.language or "",
        response.attributes,
    )


def _plus(first: Counts, second: Counts, sign: int) -> Counts:
    return Counts(
        first.n + sign * second.n,
        first.low + sign * second.low,
        first.middle + sign * second.middle,
        first.top + sign * second.top,
        first.total + sign * second.total,
        first.total_squares + sign * second.total_squares,
    )
