"""What a plan would do to customers if it were paid: each harm with the reason why no such plan is taken."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scoring.domain.measures import Purpose, RegisteredMeasure
from scoring.domain.plan_evasions import evasions
from scoring.domain.plan_measures import Dimension, MeasureReference, PlanMeasure, Source
from scoring.domain.plan_parts import least_of, most_of
from scoring.domain.plans import Plan, PlanLine, measures_of
from scoring.domain.problems import Problem
from scoring.domain.rounding import fixed
from scoring.domain.sample_sizes import answers_needed

# Percent of what is paid that may hang on answers to surveys.
SURVEY_CAP = 50
# Percent of what is paid below which a part of a plan is there in name only.
TOKEN_BELOW = 10
_TOKENS = f" What is less than {TOKEN_BELOW} % of what is paid counts as nothing."
# Percent of a line's weight that may be paid at once, or within what its answers can't tell apart.
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
        *evasions(plan),
        *(
            problem.under(f"lines.{index}")
            for index, line in enumerate(plan.lines)
            for problem in (*_cliff(line), *_past_review(line, today), *_noise(line))
        ),
    ]


def _one_sided(plan: Plan) -> Iterator[Problem]:
    measures = {line.measure.kind: line.measure.measure for line in plan.lines}
    pushed = next((one for one in measures.values() if _is_all(plan, _of_kind(plan, one))), None)
    looked_at = next((one for one in Dimension if _is_all(plan, _of_dimension(plan, one))), None)
    if pushed:
        yield Problem(
            "lines",
            f"All of the bonus hangs on one measure, {pushed.title}: it would be pushed at the cost of others."
            f"{_TOKENS if len(measures) > 1 else ''}",
        )
    elif looked_at:
        others = ", ".join(other for other in Dimension if other is not looked_at)
        mixed = len({measure.dimension for measure in measures.values()}) > 1
        yield Problem(
            "lines",
            f"All measures look at {looked_at} alone; add one of another dimension ({others})."
            f"{_TOKENS if mixed else ''}",
        )
    surveyed = most_of(plan, (line for line in plan.lines if line.measure.measure.is_survey))
    if surveyed > SURVEY_CAP:
        yield Problem(
            "lines",
            f"{fixed(surveyed, 1).normalize():f} % of what is paid hangs on what customers answer, more than"
            f" {SURVEY_CAP} %: beyond that, asking for good scores pays better than good work.",
        )


def _of_kind(plan: Plan, measure: PlanMeasure) -> list[PlanLine]:
    return [line for line in plan.lines if line.measure.kind == measure.kind]


def _of_dimension(plan: Plan, dimension: Dimension) -> list[PlanLine]:
    return [line for line in plan.lines if line.measure.measure.dimension is dimension]


def _is_all(plan: Plan, lines: Sequence[PlanLine]) -> bool:
    return most_of(plan, lines) > 100 - TOKEN_BELOW


def _without_outcome(plan: Plan) -> Iterator[Problem]:
    outcomes = [line for line in plan.lines if _is_outcome(line.measure)]
    if least_of(plan, outcomes) < TOKEN_BELOW:
        yield Problem(
            "lines",
            "No line looks at what came of a journey: touchpoints can all look fine while customers don't get there."
            f"{_TOKENS if outcomes else ''}",
        )


def _is_outcome(reference: MeasureReference) -> bool:
    """Time tells of an outcome only as the time until it: the company's first money is none of the customer's."""
    measure = reference.measure
    return measure.source is Source.JOURNEY and (
        measure.dimension is Dimension.OUTCOME or reference.milestone == "success"
    )


def _without_counter_measure(plan: Plan, register: Register) -> Iterator[Problem]:
    if not plan.guardrails:
        yield Problem(
            "guardrails", "There is no guardrail: nothing would stop a payout that was bought with harm."
        )
    others = [
        *(line.measure for line in plan.lines if least_of(plan, [line]) >= TOKEN_BELOW),
        *(rail.measure for rail in plan.guardrails),
    ]
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
    """Over the same customers or more: one of another channel would be hurt by nothing that is done in this one."""
    names = ("channel", "segment") if paid.slice.journey is None else ("journey", "channel", "segment")
    alike = all(getattr(other.slice, name) in (None, getattr(paid.slice, name)) for name in names)
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
    felt = [line for line in plan.lines if _is_experience(line, register)]
    if least_of(plan, felt) < TOKEN_BELOW:
        yield Problem(
            "lines",
            f"Nobody in this plan has a share in what customers experience.{_TOKENS if felt else ''}",
        )
    for index, person in enumerate(plan.people):
        if person.target_bonus == 0:
            yield Problem(
                f"people.{index}.target_bonus",
                f"With a bonus of 0 {person.name} has no share in what customers experience.",
            )


def _cliff(line: PlanLine) -> Iterator[Problem]:
    curve = line.curve
    if curve.percent_at_threshold > MOST_AT_ONCE:
        yield Problem(
            "curve.percent_at_threshold",
            f"At the threshold the payout jumps from 0 to {curve.percent_at_threshold.normalize():f} %:"
            f" more than {MOST_AT_ONCE} % at once is a cliff, and one answer would decide about it.",
        )
    step = curve.percent_at_maximum - curve.percent_at_target
    needed = answers_needed(line.measure.measure, curve.target, curve.maximum)
    if step > MOST_AT_ONCE and needed is not None and line.expected_n < needed:
        yield Problem(
            "curve.maximum",
            f"From target to maximum the payout rises by {step.normalize():f} %, and {line.expected_n}"
            f" {line.measure.measure.counted} can't tell the two apart: a cliff. It takes {needed}, a maximum that is"
            f" farther away, or a rise of {MOST_AT_ONCE} % at most.",
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
