"""Service levels: how the teams stand with what they have promised."""

from dataclasses import asdict
from typing import Any

from feedback_router.callers import team_to_show
from feedback_router.schemas.service_levels import ServiceLevelArguments, StandingsSchema
from feedback_router.store import rules, service_levels
from feedback_router.store.service_levels import Standing
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint(
    "service_levels", __name__, url_prefix="/service-levels", description="What is due, and what is late"
)


@blueprint.route("", methods=["GET"], scope="feedback:read")
@blueprint.arguments(ServiceLevelArguments, location="query")
@blueprint.response(200, StandingsSchema)
def show(arguments: dict[str, Any]) -> dict[str, Any]:
    """Count what is open, soon due and overdue by team, triage's numbers apart; a team's key counts its own"""
    team, at = team_to_show(arguments["team"]), now()
    with current().read() as connection:
        book = rules.in_force(connection).book
        standings = service_levels.standing(connection, team, at)
        alarm = service_levels.triage_alarm(connection)
    triage = None
    if team in (None, book.triage):
        nothing = Standing(book.triage, 0, 0, 0, 0, None)
        triage = {
            **asdict(next((it for it in standings if it.team == book.triage), nothing)),
            "alarm_at": book.triage_alarm,
            "alarm_since": alarm.raised_at if alarm else None,
        }
    return {"at": at, "teams": standings, "triage": triage}
