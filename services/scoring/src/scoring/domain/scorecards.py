"""A plan applied to what was measured: who earns what, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from scoring.domain.cents import largest_remainder
from scoring.domain.estimates import Hidden, Measured
from scoring.domain.payouts import Payout
from scoring.domain.plan_measures import MeasureReference, Source
from scoring.domain.plans import Guardrail, GuardrailState, Person, Plan, PlanLine
from scoring.domain.problems import Problem
from scoring.domain.quotas import Immersions, QuotaCheck


class InvalidPlanError(ValueError):
    """A plan with problems pays nobody."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured, the counts that it follows from, and the definition that it was measured by.

    With answers excluded, `estimate` is without them and `with_excluded` with them; otherwise both are the same.
    """

    estimate: Measured
    counts: Mapping[str, int] = field(default_factory=dict)
    definition: str = ""
    excluded: int = 0
    with_excluded: Measured = field(default_factory=Hidden)
    response_rate: Measured | None = None


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """One line of the plan for one person: what was measured, what it earns, and the amount in cents after caps."""

    planned: PlanLine
    measure: MeasureReference
    finding: Finding
    payout: Payout
    amount: int

    @property
    def estimate(self) -> Measured:
        return self.finding.estimate


@dataclass(frozen=True, slots=True)
class GuardrailCheck:
    """A guardrail, what was measured, and whether it holds."""

    guardrail: Guardrail
    finding: Finding

    @property
    def state(self) -> GuardrailState:
        return self.guardrail.state(self.finding.estimate)

    @property
    def holds(self) -> bool:
        return self.state is GuardrailState.HOLDS


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one person earns. `earned` are the points of all lines, `points` what caps leave; 100 pay the bonus."""

    person: Person
    lines: tuple[ScorecardLine, ...]
    guardrails: tuple[GuardrailCheck, ...]
    earned: Fraction
    limit: Fraction
    """The most points that are paid: the plan's cap, or what guardrails and the immersion quota leave."""
    quota: QuotaCheck | None = None

    @property
    def points(self) -> Fraction:
        return min(self.earned, self.limit)

    @property
    def amount(self) -> int:
        """Cents of all lines: what is paid."""
        return sum(line.amount for line in self.lines)


def limit(plan: Plan, guardrails: Sequence[GuardrailCheck]) -> Fraction:
    """The most points that the plan pays with these guardrails."""
    left = [Fraction(check.guardrail.pays_at_most) for check in guardrails if not check.holds]
    if plan.rules > 1 and any(check.state is GuardrailState.NOT_MEASURABLE for check in guardrails):
        return Fraction(0)
    return min([Fraction(plan.cap), *left])


def scorecard(
    plan: Plan,
    person: Person,
    measured: Mapping[MeasureReference, Finding],
    immersions: Immersions = MappingProxyType({}),
) -> Scorecard:
    """Apply a plan to the finding of each measure that it names for this person, and to the immersions that count.

    Arithmetic is exact up to the amounts. Where a cap bites, every line gives the same share of its points. Amounts are
    rounded to cents once, by largest remainder. Raises InvalidPlanError for a plan with problems, KeyError for a
    measure that is missing in `measured`, and ValueError for an estimate in another unit than its measure.
    """
    if problems := plan.problems():
        raise InvalidPlanError(problems)
    return applied(plan, person, measured, immersions)


def applied(
    plan: Plan,
    person: Person,
    measured: Mapping[MeasureReference, Finding],
    immersions: Immersions = MappingProxyType({}),
) -> Scorecard:
    """The same of a plan that is known to be free of problems: to look for them takes longer than all the rest."""
    references = [line.measure_for(person) for line in plan.lines]
    findings = [measured[reference] for reference in references]
    payouts = [
        plan.payout(line, finding.estimate, finding.response_rate)
        for line, finding in zip(plan.lines, findings, strict=True)
    ]
    guardrails = tuple(
        GuardrailCheck(guardrail, measured[guardrail.measure]) for guardrail in plan.guardrails
    )
    earned = sum((payout.points for payout in payouts), Fraction(0))
    most = limit(plan, guardrails)
    quota = QuotaCheck(plan.immersions, len(immersions.get(person.name, ()))) if plan.immersions else None
    if quota and not quota.met:
        most = min(most, Fraction(quota.quota.pays_at_most))
    left = min(Fraction(1), most / earned) if earned else Fraction(1)
    amounts = largest_remainder([person.target_bonus * payout.points * left / 100 for payout in payouts])
    return Scorecard(
        person,
        tuple(
            ScorecardLine(*parts)
            for parts in zip(plan.lines, references, findings, payouts, amounts, strict=True)
        ),
        guardrails,
        earned,
        most,
        quota,
    )


def scorecards(
    plan: Plan,
    measured: Mapping[MeasureReference, Finding],
    immersions: Immersions = MappingProxyType({}),
) -> tuple[Scorecard, ...]:
    """One for each person, in the order of the plan."""
    if problems := plan.problems():
        raise InvalidPlanError(problems)
    return tuple(applied(plan, person, measured, immersions) for person in plan.people)


def references(plan: Plan) -> list[MeasureReference]:
    """Everything that must be measured for the plan's scorecards, each once."""
    return references_for(plan, plan.people)


def references_for(plan: Plan, people: Iterable[Person]) -> list[MeasureReference]:
    """The same for the scorecards of these people."""
    lines = [line.measure_for(person) for person in people for line in plan.lines]
    return list(dict.fromkeys([*lines, *(guardrail.measure for guardrail in plan.guardrails)]))


def journeys_of(plan: Plan) -> set[str]:
    """The journeys whose cases the plan's scorecards follow from."""
    return {
        reference.slice.journey
        for reference in references(plan)
        if reference.measure.source is Source.JOURNEY and reference.slice.journey
    }


def is_due(plan: Plan, today: date) -> bool:
    """Whether the period is over."""
    return plan.period.last_day < today
