"""How a scorecard came about, in words that the person who is paid can check."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.domain import cents
from scoring.domain.estimates import SMALLEST_SHOWN, Estimate, Measured
from scoring.domain.payouts import CurvePosition, Payout, PayoutCurve
from scoring.domain.plans import Plan, PlanLine
from scoring.domain.rounding import fixed, per_unit, rounded
from scoring.domain.units import Unit


def of_line(plan: Plan, line: PlanLine, estimate: Measured, payout: Payout, amount: int) -> str:
    """What was measured, what that reaches, and what it earns: points and the amount (in cents)."""
    subject, counted = str(line.measure), line.measure.scale.counted
    earned = f"{fixed(payout.points)} points, {cents.in_words(amount)}."
    if not estimate.shown:
        return (
            f"{subject}: fewer than {SMALLEST_SHOWN} {counted}, so no value is shown."
            f" {_too_few(plan.minimum_n, counted)}: {earned}"
        )
    measured = f"{subject}: {_measured(estimate, line.curve, counted)}"
    if payout.position is None:
        return f"{measured} {_too_few(plan.minimum_n, counted)}: {earned}"
    return f"{measured} {_reached(line, payout, estimate.unit)}: {earned}"


def of_total(plan: Plan, points: Fraction, amounts: Sequence[int]) -> str:
    """How the lines (in cents) add up to what is paid."""
    terms = " + ".join(cents.in_words(amount) for amount in amounts)
    return (
        f"{plan.person}, {plan.period}: {terms} = {cents.in_words(sum(amounts))},"
        f" for {fixed(points)} points of a target bonus of {cents.in_words(plan.target_bonus)} at 100 points."
        " Cents are rounded once, by largest remainder, so that the lines add up to the total exactly."
    )


def _measured(estimate: Estimate, curve: PayoutCurve, counted: str) -> str:
    base = ", a low base" if estimate.low_base else ""
    low, high = (_value(Fraction(bound), estimate.unit) for bound in (estimate.low, estimate.high))
    return (
        f"{_value(estimate.exact, estimate.unit, curve.values)} from {estimate.n} {counted}{base}"
        f" (95 % between {low} and {high})."
    )


def _too_few(minimum_n: int, counted: str) -> str:
    return f"This plan pays from {minimum_n} {counted} on, so nothing is earned"


def _reached(line: PlanLine, payout: Payout, unit: Unit) -> str:
    threshold, target, maximum = (_mark(value, unit) for value in line.curve.values)
    percent = _trimmed(fixed(payout.percent))
    earned = f"{percent} % of this line's weight of {_trimmed(line.weight)} is earned"
    match payout.position:
        case CurvePosition.THRESHOLD_REACHED:
            return f"Threshold {threshold} is reached, target {target} not yet; {earned}"
        case CurvePosition.TARGET_REACHED:
            return f"Target {target} is reached; {earned}"
        case CurvePosition.MAXIMUM_REACHED:
            return f"Maximum {maximum} is reached; {earned}, the most that this line can pay"
        case _:
            return f"Threshold {threshold} is not reached, so nothing is earned"


def _value(value: Fraction, unit: Unit, marks: Sequence[Decimal] = ()) -> str:
    return f"{rounded(value, unit, marks)}{_sign(unit)}"


def _mark(value: Decimal, unit: Unit) -> str:
    return f"{_trimmed(value * per_unit(unit))}{_sign(unit)}"


def _sign(unit: Unit) -> str:
    return " %" if unit is Unit.SHARE else ""


def _trimmed(value: Decimal) -> str:
    """Without zeros at the end: 70, not 70.00."""
    return f"{value.normalize():f}"
