"""Incentive plans as data, and what would be wrong with one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from scoring.domain.estimates import SMALLEST_SHOWN, Measured
from scoring.domain.payouts import NOTHING_FOR_TOO_FEW, Payout, PayoutCurve
from scoring.domain.problems import Problem
from scoring.domain.scales import CES, CSAT, NPS, RESOLVED, Scale
from scoring.domain.slices import Slice
from scoring.domain.units import Unit

# A plan pays on a question's headline: points for NPS, a share (0..1) for the others.
MEASURES = {"nps": NPS, "ces": CES, "csat": CSAT, "resolved_share": RESOLVED}
RANGES = {Unit.POINTS: (-100, 100), Unit.SHARE: (0, 1)}


@dataclass(frozen=True, slots=True)
class MeasureReference:
    """A measure by its name, over a slice: what is measured, never a number typed in.

    Answers to transactional and to relationship surveys are never pooled, so one kind of survey is meant.
    Feedback is counted whichever kind it came from.
    """

    kind: str
    slice: Slice
    survey_kind: str = "transactional"

    @property
    def scale(self) -> Scale:
        """The question type behind the measure; KeyError for a kind that does not exist."""
        return MEASURES[self.kind]

    def __str__(self) -> str:
        """For people: "NPS of journey join", or "NPS of relationship surveys, journey join"."""
        surveys = "relationship surveys, " if self.survey_kind == "relationship" else ""
        return f"{self.scale.title} of {surveys}{str(self.slice) or f'all {self.scale.counted}'}"


@dataclass(frozen=True, slots=True)
class Period:
    first_day: date
    last_day: date  # inclusive

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


@dataclass(frozen=True, slots=True)
class PlanLine:
    measure: MeasureReference
    weight: Decimal
    curve: PayoutCurve


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is paid how much for what.

    `target_bonus` is in cents, and is paid when every line earns 100 % of its weight; the weights add up to
    100. A line with fewer than `minimum_n` answers pays nothing.
    """

    key: str
    title: str
    person: str
    target_bonus: int
    period: Period
    minimum_n: int
    lines: tuple[PlanLine, ...]

    def payout(self, line: PlanLine, estimate: Measured) -> Payout:
        """What the line earns at this estimate; ValueError when that is in another unit than the measure."""
        if not estimate.shown or estimate.n < self.minimum_n:
            return NOTHING_FOR_TOO_FEW
        scale = line.measure.scale
        if estimate.unit is not scale.headline.unit:
            raise ValueError(f"{line.measure.kind} pays on {scale.headline.unit}, not on {estimate.unit}")
        percent = line.curve.percent_for(estimate.exact, scale.direction)
        return Payout(
            position=line.curve.position_of(estimate.exact, scale.direction),
            percent=percent,
            points=Fraction(line.weight) * percent / 100,
        )

    def problems(self) -> list[Problem]:
        """Everything that must be put right before the plan can pay; empty when it can."""
        return [*self._problems_of_frame(), *self._problems_of_lines()]

    def _problems_of_frame(self) -> Iterator[Problem]:
        if self.target_bonus < 0:
            yield Problem("target_bonus", f"A bonus cannot be negative; it is {self.target_bonus} cents.")
        if self.period.last_day < self.period.first_day:
            yield Problem(
                "period.last_day",
                f"The period ends on {self.period.last_day}, before it begins on {self.period.first_day}.",
            )
        if self.minimum_n < SMALLEST_SHOWN:
            yield Problem(
                "minimum_n",
                f"The minimum for pay must be at least {SMALLEST_SHOWN}, since fewer answers are never shown;"
                f" it is {self.minimum_n}.",
            )

    def _problems_of_lines(self) -> Iterator[Problem]:
        if not self.lines:
            yield Problem("lines", "The plan has no lines, so it could never pay anything.")
            return
        for index, line in enumerate(self.lines):
            path = f"lines.{index}"
            for problem in _problems_of_line(line):
                yield problem.under(path)
            earlier = [other.measure for other in self.lines[:index]]
            if line.measure in earlier:
                yield Problem(
                    f"{path}.measure",
                    f"Line {earlier.index(line.measure)} already pays for this measure and slice.",
                )
        if sum(Fraction(line.weight) for line in self.lines) != 100:
            total = sum(line.weight for line in self.lines)
            yield Problem("lines", f"The weights must add up to exactly 100; they add up to {total:f}.")


def _problems_of_line(line: PlanLine) -> Iterator[Problem]:
    if line.weight <= 0:
        yield Problem("weight", f"A weight must be above 0; it is {line.weight:f}.")
    if line.measure.kind not in MEASURES:
        known = ", ".join(MEASURES)
        yield Problem("measure.kind", f"There is no measure {line.measure.kind!r}; there are {known}.")
        return  # without a measure nobody knows which direction or range its curve should have
    if line.measure.scale is RESOLVED and line.measure.survey_kind != "transactional":
        yield Problem(
            "measure.survey_kind",
            "Feedback is counted whichever kind of survey it came from; leave this out.",
        )
    scale = line.measure.scale
    minimum, maximum = RANGES[scale.headline.unit]
    for name in ("threshold", "target", "maximum"):
        value = getattr(line.curve, name)
        if not minimum <= value <= maximum:
            yield Problem(
                f"curve.{name}",
                f"{scale.title} lies between {minimum} and {maximum}; {value:f} is out of reach.",
            )
    for problem in line.curve.problems(scale.direction):
        yield problem.under("curve")
