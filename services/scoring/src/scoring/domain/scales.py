"""The question types that can be scored: what may be answered, and what each answer counts as."""

from dataclasses import dataclass
from enum import Enum, StrEnum

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

    @property
    def headline(self) -> Statistic:
        return self.statistics[0]

    def box_of(self, value: int) -> Box:
        """The box of one answer; raises ValueOutOfRangeError outside minimum..maximum."""
        if not self.minimum <= value <= self.maximum:
            raise ValueOutOfRangeError(f"{value} is not an answer to {self.version}")
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
)

SCALES = {scale.name: scale for scale in (NPS, CES, CSAT, RESOLVED)}
BY_VERSION = {scale.version: scale for scale in SCALES.values()}
# What customers are asked; RESOLVED is counted, not asked.
ASKED = (NPS, CES, CSAT)
