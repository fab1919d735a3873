"""Definitions that moved: what a plan pays on was changed after its period had begun.

No test belongs to it: each change either was made then or was not. A first version moves nothing, save of the plan
itself, whose targets should have been in force before there was anything to know. Plan and journey count until the
scorecard is locked: targets that are set when the period is over are set by who knows the answers, and by the newest
design all cases are counted, the past ones too.
"""

from collections.abc import Iterable

from scoring.domain.gaming.results import Change, Check, Outcome, Result
from scoring.domain.plan_measures import Source
from scoring.domain.plans import Plan, measures_of
from scoring.domain.slices import Slice


def moved_definitions(plan: Plan, changes: Iterable[Change]) -> list[Result]:
    """One result for each of these changes that moved what the plan depends on; one that says so if none did.

    Those after the scorecard was locked are left out before.
    """
    moved = [
        Result(Check.DEFINITION_MOVED, Slice(), 1, Outcome.FOUND, changed=change)
        for change in changes
        if _is_late(plan, change) and _concerns(plan, change)
    ]
    return moved or [Result(Check.DEFINITION_MOVED, Slice(), 0)]


def _is_late(plan: Plan, change: Change) -> bool:
    """The first day itself may be when everything begins. What was asked, of whom, can't be changed any more later."""
    is_new = change.version == 1 and change.kind != "plan"
    still_counts = change.kind in ("plan", "journey") or change.at.date() <= plan.period.last_day
    return not is_new and plan.period.first_day < change.at.date() and still_counts


def _concerns(plan: Plan, change: Change) -> bool:
    references = [reference for _, reference in measures_of(plan)]
    on_answers = [one for one in references if one.measure.source is Source.ANSWERS]
    match change.kind:
        case "plan":
            return change.key == plan.key
        case "measure":
            return any(one.kind == change.key for one in references)
        case "journey":
            return any(one.slice.journey == change.key for one in references)
        case "survey":
            return any(one.slice.survey in (None, change.key) for one in on_answers)
    return bool(on_answers)
