"""Scorecards: the caller locks or restates them."""

from psycopg import Connection

from scoring.domain.scorecards import journeys_of
from scoring.domain.snapshots import Locked
from scoring.store import journey_cases, plans, touchpoints
from scoring.use_cases.draw_up_scorecard import Standing
from scoring.use_cases.lock_scorecard import lock_scorecard
from shared import access, trail, web
from shared.clock import now
from shared.problems import Problem


def lock_scorecards(connection: Connection, standing: Standing, reason: str | None) -> Locked:
    """Lock or restate for the caller, with its line in the audit trail.

    Problem (409) while exclusions wait, or cases of a journey are still counted by an earlier design.
    """
    known = plans.exclusions(connection, standing.plan.key, standing.version)
    if undecided := sum(exclusion.confirmed is None for exclusion in known):
        raise Problem(409, f"{undecided} exclusions wait for a second person's decision.")
    touchpoints.lock(connection)  # until it is locked nobody makes cases, nor publishes a design
    if behind := journey_cases.behind(connection, journeys_of(standing.plan)):
        names = ", ".join(behind)
        raise Problem(
            409,
            f"The cases of {names} are being counted anew by the newest design; try again in a few minutes.",
        )
    locked = lock_scorecard(
        connection,
        standing,
        by=access.caller().name,
        reason=reason,
        now=now(),
        request_id=web.request_id(),
    )
    action = "scorecard.restated" if standing.locked else "scorecard.locked"
    trail.note(connection, action, standing.plan.key, scorecard_id=str(locked.head.id), hash=locked.hash)
    return locked
