"""Check a plan: whether it would do harm, and whether the facts are there to pay on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain.journeys import Journey
from scoring.domain.plan_harms import harms
from scoring.domain.plan_measures import MeasureReference, Source
from scoring.domain.plan_overlaps import in_both, paid_by_both
from scoring.domain.plans import Period, Plan, PlanLine, measures_of
from scoring.domain.problems import Problem
from scoring.domain.selections import Selection
from scoring.store import journeys, measures, plans, rollups
from scoring.use_cases.measure_plan import measure


@dataclass(frozen=True)
class Readiness:
    """One thing that must be so before a plan goes live, where in the plan, and what was found."""

    check: str
    path: str
    ready: bool
    detail: str


def check_plan(connection: Connection, plan: Plan, now: datetime) -> list[Problem]:
    """Why the plan can't be taken: it could not pay, it would do harm, or it asks for a survey that does not exist."""
    if problems := plan.problems():
        return problems
    register = measures.in_force(connection, now)
    return [
        *harms(plan, now.date(), register),
        *paid_by_both(plan, plans.neighbours(connection, plan)),
        *_strangers(connection, plan),
        *_without_source(connection, plan),
    ]


def find_warnings(connection: Connection, plan: Plan) -> list[Problem]:
    """What its authors should know and may be meant."""
    return [] if plan.problems() else list(in_both(plan, plans.neighbours(connection, plan)))


def check_readiness(connection: Connection, plan: Plan, now: datetime) -> list[Readiness]:
    """Over as many days as the plan's period has, up to yesterday: are n, response rates and definitions there?"""
    today = now.date()
    recent = Period(today - plan.period.length, today - timedelta(days=1))
    register = measures.in_force(connection, now)
    found: list[Readiness] = []
    for index, line in enumerate(plan.lines):
        path = f"lines.{index}"
        owner = register[line.measure.kind].owner or line.owner
        found.append(
            Readiness("owner", path, owner is not None, f"The measure is owned by {owner or 'nobody'}.")
        )
        for reference in dict.fromkeys(line.measure_for(person) for person in plan.people):
            found.extend(_of_line(connection, plan, line, reference, recent, now, path))
    for index, guardrail in enumerate(plan.guardrails):
        estimate = measure(connection, guardrail.measure, recent, now).estimate
        n = estimate.n if estimate.shown else 0
        detail = f"{guardrail.measure}: {n or 'too few'} {guardrail.measure.measure.counted} in {recent}."
        found.append(Readiness("data", f"guardrails.{index}", estimate.shown, detail))
    return found


def _of_line(
    connection: Connection,
    plan: Plan,
    line: PlanLine,
    reference: MeasureReference,
    recent: Period,
    now: datetime,
    path: str,
) -> Iterator[Readiness]:
    rated = plan.asks_response_rate(line)
    finding = measure(connection, reference, recent, now, with_response_rate=rated)
    n = finding.estimate.n if finding.estimate.shown else 0
    counted = reference.measure.counted
    yield Readiness(
        "data",
        path,
        n >= max(plan.minimum_n, line.expected_n),
        f"{reference}: {n or 'too few'} {counted} in {recent}; {line.expected_n} are expected.",
    )
    if rated:
        rate = finding.response_rate
        shown = rate is not None and rate.shown
        detail = f"{float(rate.exact):.1%}" if rate is not None and rate.shown else "not known"
        enough = shown and rate is not None and rate.shown and rate.exact >= (plan.minimum_response_rate or 0)
        yield Readiness("response_rate", path, bool(enough), f"{reference}: the response rate is {detail}.")
    stable, detail = _stable(connection, reference, recent)
    yield Readiness("definition", path, stable, f"{reference}: {detail}")


def _stable(connection: Connection, reference: MeasureReference, recent: Period) -> tuple[bool, str]:
    if reference.measure.source is Source.FEEDBACK:
        return True, "counted in one way only."
    if reference.measure.source is Source.JOURNEY:
        in_force = journeys.newest(connection, reference.slice.journey or "")
        if in_force is None:
            return False, "the journey is not published."
        return True, f"all cases are counted by version {in_force.version} of the journey."
    selection = Selection(
        reference.slice,
        recent.first_day,
        recent.last_day,
        question=reference.question,
        kind=reference.survey_kind,
        definition=reference.measure.definition,
    )
    asked = rollups.groups(connection, reference.kind, selection, ("survey", "version"))
    versions = {(group.slice["survey"], group.slice["version"]) for group in asked}
    changed = len(versions) > len({survey for survey, _ in versions})
    words = "several versions of one survey" if changed else "one version of each survey"
    return not changed, f"answers came to {words}."


def _strangers(connection: Connection, plan: Plan) -> Iterator[Problem]:
    for path, reference in measures_of(plan):
        survey = reference.slice.survey
        if survey is None or reference.measure.source is not Source.ANSWERS:
            continue
        kinds = plans.kinds_of_survey(connection, survey)
        if kinds and reference.survey_kind not in kinds:
            yield Problem(f"{path}.survey_kind", f"{survey} is no {reference.survey_kind} survey.")


def _without_source(connection: Connection, plan: Plan) -> Iterator[Problem]:
    """A guardrail that nothing will ever measure would keep everybody's pay back for good."""
    for index, guardrail in enumerate(plan.guardrails):
        reference = guardrail.measure
        if reference.measure.source is Source.JOURNEY:
            in_force = journeys.newest(connection, reference.slice.journey or "")
            missing = _untold(in_force.journey, reference) if in_force else "is not published"
            if missing:
                yield Problem(
                    f"guardrails.{index}.measure",
                    f"Nothing measures this: the journey {reference.slice.journey} {missing}.",
                )
        elif reference.slice.survey and not plans.kinds_of_survey(connection, reference.slice.survey):
            yield Problem(
                f"guardrails.{index}.measure",
                f"Nothing measures this: no survey {reference.slice.survey} was ever published.",
            )


def _untold(journey: Journey, reference: MeasureReference) -> str | None:
    """What the journey's design would have to say for this to be measured."""
    outcome = journey.outcome
    told = {
        "fcr": journey.contacts,
        "setup_success": outcome.setup,
        "setup_at_once": outcome.setup,
        "complaints_given_up": journey.complaint_page,
    }
    if reference.milestone and reference.milestone != "success":
        told[reference.kind] = getattr(outcome, reference.milestone)
    if told.get(reference.kind, True):
        return None
    return f"does not say how to see {reference.milestone or reference.measure.title.lower()}"
