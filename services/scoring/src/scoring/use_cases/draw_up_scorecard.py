"""Draw a scorecard up: the plan in force, applied to what was measured in its period."""

from dataclasses import dataclass

from psycopg import Connection

from scoring.domain.estimates import Hidden, Measured
from scoring.domain.plans import MeasureReference, Plan
from scoring.domain.scorecards import Scorecard, scorecard
from scoring.domain.selections import Selection
from scoring.store import plans
from scoring.use_cases.measure_scores import measure_scores


@dataclass(frozen=True)
class Drawn:
    """A scorecard, and the version of the plan that it comes from."""

    version: int
    scorecard: Scorecard


def draw_up_scorecard(connection: Connection, key: str) -> Drawn | None:
    """None when there is no such plan."""
    in_force = plans.newest(connection, key)
    if in_force is None:
        return None
    plan = in_force.plan
    measured = {line.measure: _measure(connection, plan, line.measure) for line in plan.lines}
    return Drawn(in_force.version, scorecard(plan, measured))


def _measure(connection: Connection, plan: Plan, measure: MeasureReference) -> Measured:
    """Of the kind of survey and the definition that the plan means; answers to others are not looked at."""
    period = Selection(measure.slice, plan.period.first_day, plan.period.last_day)
    for total in measure_scores(connection, measure.kind, period).totals:
        if total.scale == measure.scale and total.kind in (None, measure.survey_kind):
            return total.scores[0].estimate
    return Hidden()
