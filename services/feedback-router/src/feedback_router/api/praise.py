"""Praise in figures: how much, for which teams and for whom."""

from datetime import timedelta
from typing import Any

from feedback_router.callers import team_to_show
from feedback_router.schemas.praise import PraiseArguments, PraiseSchema
from feedback_router.store import praises
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint("praise", __name__, url_prefix="/praise", description="What customers are grateful for")

_USUAL = timedelta(days=30)


@blueprint.route("", methods=["GET"], scope="feedback:read")
@blueprint.arguments(PraiseArguments, location="query")
@blueprint.response(200, PraiseSchema)
def show(arguments: dict[str, Any]) -> dict[str, Any]:
    """Count praise by team and by the people whom it is for; the words are feedback items of kind praise"""
    team, since = team_to_show(arguments["team"]), arguments["since"] or now() - _USUAL
    with current().read() as connection:
        return {
            "since": since,
            "by_team": praises.by_team(connection, since, team),
            "people": praises.counts(connection, since, team),
        }
