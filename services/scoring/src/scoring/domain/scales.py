"""The question types that can be scored: what may be answered, and what each answer counts as."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import lru_cache

from scoring.domain.estimates import SMALLEST_COMMENTS_SHOWN, SMALLEST_SHOWN
from scoring.domain.units import Unit


class ValueOutOfRangeError(ValueError):
    """An answer that its question does not offer."""


class Direction(StrEnum):
    HIGHER_IS_BETTER = "higher is better"
    LOWER_IS_BETTER = "lower is better"

    @property
    def sign(self) -> int:
        """1 or −1: a value times its sign is always better when higher."""
        return 1 if self is Direction.HIGHER_IS_BETTER else -1


class Box(Enum):
    """Where an answer falls; for NPS detractor, passive and promoter."""

    LOW = "low"
    MIDDLE = "middle"
    TOP = "top"


class Statistic(StrEnum):
    NET_PROMOTER_SCORE = "net promoter score"
    TOP_SHARE = "share of top answers"
    MEAN = "mean"

    @property
    def unit(self) -> Unit:
        return _UNITS[self]


_UNITS = {
    Statistic.NET_PROMOTER_SCORE: Unit.POINTS,
    Statistic.TOP_SHARE: Unit.SHARE,
    Statistic.MEAN: Unit.MEAN,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A question type. Scores of two versions are never pooled and never trended together."""

    name: str
    title: str
    version: str
    minimum: int
    maximum: int
    low_until: int
    top_from: int
    direction: Direction
    statistics: tuple[Statistic, ...]
    """What the answers yield; the first is the headline, the others stand beside it."""
    counted: str = "answers"
    """What n counts, in words."""
    smallest_shown: int = SMALLEST_SHOWN
    """Below this n nothing is shown."""

    def __hash__(self) -> int:
        return hash(self.version)  # all of it would take longer than what is looked up by it

    @property
    def headline(self) -> Statistic:
        return self.statistics[0]

    def direction_of(self, statistic: Statistic) -> Direction:
        """More answers in the top box are always better, whichever end of the scale it is at."""
        return self.direction if statistic is Statistic.MEAN else Direction.HIGHER_IS_BETTER

    def box_of(self, value: int) -> Box:
        """The box of one answer; raises ValueOutOfRangeError outside minimum..maximum.

        Where lower is better, the top box is at the lower end.
        """
        if not self.minimum <= value <= self.maximum:
            raise ValueOutOfRangeError(f"{value} is not an answer to {self.version}")
        if self.direction is Direction.LOWER_IS_BETTER:
            value = self.minimum + self.maximum - value
        if value <= self.low_until:
            return Box.LOW
        return Box.TOP if value >= self.top_from else Box.MIDDLE


NPS = Scale(
    name="nps",
    title="NPS",
    version="nps-0-10",
    minimum=0,
    maximum=10,
    low_until=6,
    top_from=9,
    direction=Direction.HIGHER_IS_BETTER,
    statistics=(Statistic.NET_PROMOTER_SCORE,),
)

# Agreement with "the company made it easy": CES 1.0 asked for effort, where lower was better.
CES = Scale(
    name="ces",
    title="CES",
    version="ces-2.0-1-7",
    minimum=1,
    maximum=7,
    low_until=3,
    top_from=5,
    direction=Direction.HIGHER_IS_BETTER,
    statistics=(Statistic.TOP_SHARE, Statistic.MEAN),
)

CSAT = Scale(
    name="csat",
    title="CSAT",
    version="csat-1-5",
    minimum=1,
    maximum=5,
    low_until=2,
    top_from=4,
    direction=Direction.HIGHER_IS_BETTER,
    statistics=(Statistic.TOP_SHARE, Statistic.MEAN),
)

RESOLVED = Scale(
    name="resolved",
    title="Resolved share",
    version="resolved-0-1",
    minimum=0,
    maximum=1,
    low_until=0,
    top_from=1,
    direction=Direction.HIGHER_IS_BETTER,
    statistics=(Statistic.TOP_SHARE,),
    counted="comments",
    smallest_shown=SMALLEST_COMMENTS_SHOWN,
)

CHOSEN = Scale(
    name="choice",
    title="Share that chose",
    version="choice-0-1",
    minimum=0,
    maximum=1,
    low_until=0,
    top_from=1,
    direction=Direction.HIGHER_IS_BETTER,
    statistics=(Statistic.TOP_SHARE,),
)

RESPONSE_RATE = Scale(
    name="response_rate",
    title="Response rate",
    version="answered-of-delivered",
    minimum=0,
    maximum=1,
    low_until=0,
    top_from=1,
    direction=Direction.HIGHER_IS_BETTER,
    statistics=(Statistic.TOP_SHARE,),
    counted="invitations",
)

SCALES = {scale.name: scale for scale in (NPS, CES, CSAT, RESOLVED)}
_BY_VERSION = {scale.version: scale for scale in (*SCALES.values(), CHOSEN, RESPONSE_RATE)}
# What customers are asked on scales that all services know; RESOLVED is counted, not asked.
ASKED = (NPS, CES, CSAT)

_DECLARED = re.compile(r"(ces|rating)-(0|1)-([1-9]|1[01])-(higher|lower)")
_DIRECTIONS = {"higher": Direction.HIGHER_IS_BETTER, "lower": Direction.LOWER_IS_BETTER}


class UnknownDefinitionError(LookupError):
    """No scale has this definition."""


@lru_cache
def of(definition: str) -> Scale:
    """The scale of a definition, ours or one that a survey declared, such as rating-1-10-higher.

    Of a declared scale's values the best two fifths, rounded, are the top box and the worst two fifths the low one:
    two of five as for CSAT, three of seven as for CES 2.0, never fewer than one. The headline of an effort score is
    the top share, of a rating the mean. Raises UnknownDefinitionError.
    """
    if scale := _BY_VERSION.get(definition):
        return scale
    declared = _DECLARED.fullmatch(definition)
    if declared is None or int(declared[2]) >= int(declared[3]):
        raise UnknownDefinitionError(definition)
    name, minimum, maximum = declared[1], int(declared[2]), int(declared[3])
    width = max(1, round((maximum - minimum + 1) * 2 / 5))
    share_first = (Statistic.TOP_SHARE, Statistic.MEAN)
    return Scale(
        name=name,
        title="CES" if name == "ces" else "Rating",
        version=definition,
        minimum=minimum,
        maximum=maximum,
        low_until=minimum + width - 1,
        top_from=maximum - width + 1,
        direction=_DIRECTIONS[declared[4]],
        statistics=share_first if name == "ces" else share_first[::-1],
    )
