"""A plan applied to what was measured: who earns what, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.domain import explanations
from scoring.domain.cents import largest_remainder
from scoring.domain.estimates import Measured
from scoring.domain.payouts import Payout
from scoring.domain.plans import MeasureReference, Plan, PlanLine
from scoring.domain.problems import Problem


class InvalidPlanError(ValueError):
    """A plan with problems pays nobody."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """One line of the plan: what was measured, what it earns (`amount` in cents), and why in words."""

    planned: PlanLine
    estimate: Measured
    payout: Payout
    amount: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    plan: Plan
    lines: tuple[ScorecardLine, ...]

    @property
    def points(self) -> Fraction:
        """Points of all lines; 100 pay the target bonus."""
        return sum((line.payout.points for line in self.lines), Fraction(0))

    @property
    def amount(self) -> int:
        """Cents of all lines: what is paid."""
        return sum(line.amount for line in self.lines)

    @property
    def explanation(self) -> str:
        return explanations.of_total(self.plan, self.points, [line.amount for line in self.lines])


def scorecard(plan: Plan, measured: Mapping[MeasureReference, Measured]) -> Scorecard:
    """Apply a plan to the headline estimate of each measure that it names.

    Arithmetic is exact up to the amounts, which are rounded to cents once, by largest remainder. Raises
    InvalidPlanError for a plan with problems, KeyError for a measure that is missing in `measured`, and
    ValueError for an estimate in another unit than its measure.
    """
    if problems := plan.problems():
        raise InvalidPlanError(problems)
    estimates = [measured[line.measure] for line in plan.lines]
    payouts = [plan.payout(line, estimate) for line, estimate in zip(plan.lines, estimates, strict=True)]
    amounts = largest_remainder([plan.target_bonus * payout.points / 100 for payout in payouts])
    return Scorecard(
        plan=plan,
        lines=tuple(
            ScorecardLine(*facts, explanation=explanations.of_line(plan, *facts))
            for facts in zip(plan.lines, estimates, payouts, amounts, strict=True)
        ),
    )
