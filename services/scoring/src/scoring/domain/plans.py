"""Incentive plans as data, and what keeps one from being applied at all."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoring.domain.estimates import SMALLEST_SHOWN, Estimate, Measured
from scoring.domain.payouts import Payout, PayoutCurve, PaysOn, Unpaid, payout, unpaid
from scoring.domain.plan_measures import MEASURES, MeasureReference, Source
from scoring.domain.problems import Problem
from scoring.domain.quotas import ImmersionQuota
from scoring.domain.slices import Slice

# By which a plan is paid, counted up when they change: it is paid by those that it was approved with. By the first,
# a guardrail that can't be measured is paid like a broken one, and nothing is locked of the register of measures. How
# the first two measure: `plan_rules`.
RULES = 3


@dataclass(frozen=True, slots=True)
class Period:
    first_day: date
    last_day: date  # inclusive

    @property
    def length(self) -> timedelta:
        return self.last_day - self.first_day + timedelta(days=1)

    def earlier(self, times: int) -> "Period":
        """As many days, so many times before."""
        return Period(self.first_day - times * self.length, self.last_day - times * self.length)

    def overlaps(self, other: "Period") -> bool:
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is paid. `target_bonus` is in cents; lines that are not shared are measured over `unit` alone."""

    name: str
    target_bonus: int
    unit: Slice = field(default_factory=Slice)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One measure and what it earns. `expected_n` is how many answers a period is expected to bring.

    Who owns the measure and when it is reviewed stands in the register; `owner` speaks where nobody stands there, and
    `review_on` is a day by which these marks must be looked at besides.

    A shared line is the same for everybody, as those of a whole journey are; the others are each person's unit's.
    """

    measure: MeasureReference
    weight: Decimal
    curve: PayoutCurve
    expected_n: int
    review_on: date | None = None
    owner: str | None = None
    pays_on: PaysOn = PaysOn.VALUE
    shared: bool = True

    @property
    def marks_of_bounds(self) -> tuple[Decimal, ...]:
        """What the ends of the interval are held against: nothing where the value alone is."""
        return () if self.pays_on is PaysOn.VALUE else self.curve.values

    def measure_for(self, person: Person) -> MeasureReference:
        """What is measured for this person."""
        return self.measure if self.shared else self.measure.within(person.unit)


def plain(name: str) -> str:
    """The same for a person's name however it is written: in capitals, with an accent as a character of its own."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


class GuardrailState(StrEnum):
    HOLDS = "holds"
    BROKEN = "broken"
    NOT_MEASURABLE = "not measurable"


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A counter-measure: worse than `limit`, and nobody gets more than `pays_at_most` percent of the target bonus.

    While too few answered for it to be measured nothing is paid at all: otherwise it would pay to hide it. What is
    missing then is added by a restatement once it can be measured.
    """

    measure: MeasureReference
    limit: Decimal
    pays_at_most: Decimal

    def state(self, measured: Measured) -> "GuardrailState":
        """Whether what was measured is no worse than the limit."""
        if not measured.shown:
            return GuardrailState.NOT_MEASURABLE
        sign = self.measure.measure.direction.sign
        holds = sign * (measured.exact - Fraction(self.limit)) >= 0
        return GuardrailState.HOLDS if holds else GuardrailState.BROKEN


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is paid how much for what.

    A person's target bonus is paid when every line earns 100 % of its weight; the weights add up to 100, and `cap`
    is the most that all lines together pay, in percent of it. Gates: a line with fewer than `minimum_n` answers, or
    a line on what customers answer with a response rate under `minimum_response_rate`, pays nothing.
    """

    key: str
    title: str
    people: tuple[Person, ...]
    period: Period
    minimum_n: int
    lines: tuple[PlanLine, ...]
    cap: Decimal = Decimal(150)
    minimum_response_rate: Decimal | None = None
    guardrails: tuple[Guardrail, ...] = ()
    immersions: ImmersionQuota | None = None
    rules: int = RULES

    def payout(self, line: PlanLine, estimate: Measured, response_rate: Measured | None = None) -> Payout:
        """What the line earns at this estimate; ValueError when that is in another unit than the measure."""
        if not estimate.shown or estimate.n < self.minimum_n:
            return unpaid(Unpaid.TOO_FEW)
        measure = line.measure.measure
        if estimate.unit is not measure.unit:
            raise ValueError(f"{line.measure.kind} pays on {measure.unit}, not on {estimate.unit}")
        if self.asks_response_rate(line) and not self._enough_answered(response_rate):
            return unpaid(Unpaid.TOO_FEW_ANSWERED)
        worse_end = exact_end(estimate, measure.direction.sign)
        return payout(line.curve, measure.direction, line.weight, line.pays_on, estimate.exact, worse_end)

    def asks_response_rate(self, line: PlanLine) -> bool:
        """Whether a gate stands before this line that looks at how many answered."""
        return self.minimum_response_rate is not None and line.measure.measure.source is Source.ANSWERS

    def problems(self) -> list[Problem]:
        """Everything that must be put right before the plan can pay; empty when it can."""
        return [
            *self._problems_of_frame(),
            *self._problems_of_people(),
            *self._problems_of_lines(),
            *self._problems_of_guardrails(),
            *(
                problem.under("immersions")
                for problem in (self.immersions.problems() if self.immersions else ())
            ),
        ]

    def _enough_answered(self, rate: Measured | None) -> bool:
        least = Fraction(self.minimum_response_rate or 0)
        return rate is not None and rate.shown and rate.exact >= least

    def _problems_of_frame(self) -> Iterator[Problem]:
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
        if self.cap < 100:
            yield Problem(
                "cap", f"A cap under 100 % would keep the target bonus from anybody; it is {self.cap:f} %."
            )
        rate = self.minimum_response_rate
        if rate is not None and not 0 < rate <= 1:
            yield Problem("minimum_response_rate", f"A response rate lies between 0 and 1; this is {rate:f}.")

    def _problems_of_people(self) -> Iterator[Problem]:
        if not self.people:
            yield Problem("people", "The plan names nobody, so it could never pay anybody.")
        names = [person.name for person in self.people]
        for index, person in enumerate(self.people):
            if person.target_bonus < 0:
                yield Problem(
                    f"people.{index}.target_bonus",
                    f"A bonus cannot be negative; it is {person.target_bonus} cents.",
                )
            if person.name in names[:index]:
                yield Problem(f"people.{index}.name", f"{person.name} is in the plan already.")

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
            if not line.shared and line.measure.kind in MEASURES:
                yield from self._problems_of_units(path, line)
        if sum(Fraction(line.weight) for line in self.lines) != 100:
            total = sum(line.weight for line in self.lines)
            yield Problem("lines", f"The weights must add up to exactly 100; they add up to {total:f}.")

    def _problems_of_units(self, path: str, line: PlanLine) -> Iterator[Problem]:
        """A line that is not shared must be measurable in everybody's unit."""
        for person in self.people:
            if person.unit == Slice():
                yield Problem(
                    f"{path}.shared", f"{person.name} has no unit, so this line can't be their unit's."
                )
            elif not list(line.measure.problems()):
                for problem in line.measure_for(person).problems():
                    yield Problem(f"{path}.shared", f"In the unit of {person.name}: {problem.message}")

    def _problems_of_guardrails(self) -> Iterator[Problem]:
        paid = [line.measure for line in self.lines]
        for index, guardrail in enumerate(self.guardrails):
            path = f"guardrails.{index}"
            faults = [problem.under(f"{path}.measure") for problem in guardrail.measure.problems()]
            yield from faults
            if guardrail.measure in paid:
                yield Problem(
                    f"{path}.measure",
                    f"Line {paid.index(guardrail.measure)} pays for this; it guards nothing.",
                )
            if not faults:
                yield from _outside(f"{path}.limit", guardrail.measure, guardrail.limit)
            if not 0 <= guardrail.pays_at_most < 100:
                yield Problem(
                    f"{path}.pays_at_most",
                    f"A broken guardrail must cost something: less than 100 % is paid; this is"
                    f" {guardrail.pays_at_most:f} %.",
                )


def exact_end(estimate: Estimate, sign: int) -> Fraction:
    """The worse end of the interval, as exact as it is kept: to six decimals."""
    return Fraction(round((estimate.low if sign > 0 else estimate.high) * 10**6), 10**6)


def _problems_of_line(line: PlanLine) -> Iterator[Problem]:
    if line.weight <= 0:
        yield Problem("weight", f"A weight must be above 0; it is {line.weight:f}.")
    faults = [problem.under("measure") for problem in line.measure.problems()]
    yield from faults
    if faults:
        return  # without a measure nobody knows which direction or range its curve should have
    for name in ("threshold", "target", "maximum"):
        yield from _outside(f"curve.{name}", line.measure, getattr(line.curve, name))
    for problem in line.curve.problems(line.measure.measure.direction):
        yield problem.under("curve")


def _outside(path: str, reference: MeasureReference, value: Decimal) -> Iterator[Problem]:
    measure = reference.measure
    minimum, maximum = measure.range
    if not minimum <= value <= maximum:
        yield Problem(
            path, f"{measure.title} lies between {minimum} and {maximum}; {value:f} is out of reach."
        )


def measures_of(plan: Plan) -> Sequence[tuple[str, MeasureReference]]:
    """Every measure that the plan refers to, with its path."""
    return [
        *((f"lines.{index}.measure", line.measure) for index, line in enumerate(plan.lines)),
        *((f"guardrails.{index}.measure", rail.measure) for index, rail in enumerate(plan.guardrails)),
    ]
