"""What a plan would do to customers if it were paid: each harm with the reason why no such plan is taken."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from scoring.domain.measures import Purpose, RegisteredMeasure
from scoring.domain.plan_measures import Dimension, MeasureReference, Source
from scoring.domain.plans import Plan, PlanLine, measures_of
from scoring.domain.problems import Problem
from scoring.domain.sample_sizes import answers_needed

# Percent of all weight that answers to surveys may have.
SURVEY_CAP = 50
# Percent of a line's weight that a hundredth of a point may decide about.
MOST_AT_ONCE = 50
# What gets worse when cases are merely closed sooner.
_COUNTER_MEASURES = ("fcr", "journey_success", "setup_success", "nps", "ces", "csat")


# The register of measures: what is in force of each, by its kind.
Register = Mapping[str, RegisteredMeasure]


def harms(plan: Plan, today: date, register: Register) -> list[Problem]:
    """Why the plan would do harm, measures being what the register says; empty when it would not.

    It must be free of `problems()`.
    """
    return [
        *_one_sided(plan),
        *_without_outcome(plan),
        *_without_counter_measure(plan, register),
        *_without_experience(plan, register),
        *_against_register(plan, today, register),
        *(
            problem.under(f"lines.{index}")
            for index, line in enumerate(plan.lines)
            for problem in (*_cliff(line), *_past_review(line, today), *_noise(line))
        ),
    ]


def _one_sided(plan: Plan) -> Iterator[Problem]:
    measures = [line.measure.measure for line in plan.lines]
    if len({measure.kind for measure in measures}) == 1:
        yield Problem(
            "lines",
            f"All of the bonus hangs on one measure, {measures[0].title}: it would be pushed at the cost of others.",
        )
    elif len({measure.dimension for measure in measures}) == 1:
        yield Problem(
            "lines",
            f"All measures look at {measures[0].dimension} alone; add one of another dimension"
            f" ({', '.join(other for other in Dimension if other is not measures[0].dimension)}).",
        )
    surveyed = sum((line.weight for line in plan.lines if line.measure.measure.is_survey), Decimal(0))
    if surveyed > SURVEY_CAP:
        yield Problem(
            "lines",
            f"{surveyed.normalize():f} % of the weight hangs on what customers answer, more than {SURVEY_CAP} %:"
            " beyond that, asking for good scores pays better than good work.",
        )


def _without_outcome(plan: Plan) -> Iterator[Problem]:
    if not any(line.measure.measure.source is Source.JOURNEY for line in plan.lines):
        yield Problem(
            "lines",
            "No line looks at what came of a journey: touchpoints can all look fine while customers don't get there.",
        )


def _without_counter_measure(plan: Plan, register: Register) -> Iterator[Problem]:
    if not plan.guardrails:
        yield Problem(
            "guardrails", "There is no guardrail: nothing would stop a payout that was bought with harm."
        )
    others = [*(line.measure for line in plan.lines), *(rail.measure for rail in plan.guardrails)]
    for index, line in enumerate(plan.lines):
        path = f"lines.{index}.measure"
        registered = register[line.measure.kind]
        if registered.version and registered.counter_measure:
            if not any(_counters(other, line.measure, (registered.counter_measure,)) for other in others):
                yield Problem(
                    path,
                    f"The register says that {line.measure.measure.title} must be seen beside"
                    f" {registered.counter_measure}: add that as a line or a guardrail.",
                )
        elif line.measure.measure.dimension is Dimension.SPEED and not any(
            _counters(other, line.measure, _COUNTER_MEASURES) for other in others
        ):
            yield Problem(
                path,
                f"Time is paid without its counter-measure: add one of {', '.join(_COUNTER_MEASURES)} over journey"
                f" {line.measure.slice.journey} as a line or a guardrail, or cases will be closed instead of solved.",
            )


def _counters(other: MeasureReference, paid: MeasureReference, kinds: tuple[str, ...]) -> bool:
    alike = paid.slice.journey is None or other.slice.journey in (None, paid.slice.journey)
    return other.kind in kinds and alike


def _against_register(plan: Plan, today: date, register: Register) -> Iterator[Problem]:
    for path, reference in measures_of(plan):
        registered = register[reference.kind]
        if registered.is_overdue(today):
            yield Problem(
                path,
                f"The register says that {reference.measure.title} should have been reviewed on"
                f" {registered.review_date}; review it first.",
            )
    for index, line in enumerate(plan.lines):
        owner = register[line.measure.kind].owner
        if line.owner and owner and line.owner != owner:
            yield Problem(
                f"lines.{index}.owner",
                f"The register says that {owner} answers for {line.measure.measure.title}; leave this out.",
            )


def _is_experience(line: PlanLine, register: Register) -> bool:
    return line.measure.measure.is_experience and register[line.measure.kind].purpose is Purpose.EXPERIENCE


def _without_experience(plan: Plan, register: Register) -> Iterator[Problem]:
    if not any(_is_experience(line, register) for line in plan.lines):
        yield Problem("lines", "Nobody in this plan has a share in what customers experience.")
    for index, person in enumerate(plan.people):
        if person.target_bonus == 0:
            yield Problem(
                f"people.{index}.target_bonus",
                f"With a bonus of 0 {person.name} has no share in what customers experience.",
            )


def _cliff(line: PlanLine) -> Iterator[Problem]:
    if line.curve.percent_at_threshold > MOST_AT_ONCE:
        yield Problem(
            "curve.percent_at_threshold",
            f"At the threshold the payout jumps from 0 to {line.curve.percent_at_threshold.normalize():f} %:"
            f" more than {MOST_AT_ONCE} % at once is a cliff, and one answer would decide about it.",
        )


def _past_review(line: PlanLine, today: date) -> Iterator[Problem]:
    if line.review_on and line.review_on < today:
        yield Problem(
            "review_on", f"This measure should have been reviewed on {line.review_on}; review it first."
        )


def _noise(line: PlanLine) -> Iterator[Problem]:
    curve, measure = line.curve, line.measure.measure
    needed = answers_needed(measure, curve.threshold, curve.target)
    if needed is not None and line.expected_n < needed:
        yield Problem(
            "expected_n",
            f"{line.expected_n} {measure.counted} can't tell the target from the threshold, so this would pay for"
            f" luck: it takes {needed}, or a target that is farther away.",
        )
