"""A team's feed: what happened to its items, to be read like the event log."""

from typing import Any

from feedback_router.callers import team_to_show
from feedback_router.schemas.feed import TeamFeedArguments
from feedback_router.store import feed
from shared import events
from shared.access import Blueprint
from shared.events import Cursor
from shared.feed import FeedSchema
from shared.problems import invalid
from shared.service import current

blueprint = Blueprint("team_feed", __name__, url_prefix="/feed", description="What happened, team by team")


@blueprint.route("", methods=["GET"], scope="feedback:read")
@blueprint.arguments(TeamFeedArguments, location="query")
@blueprint.response(200, FeedSchema)
def read(arguments: dict[str, Any]) -> dict[str, Any]:
    """Read what happened to a team's items, oldest first, after a cursor"""
    team = team_to_show(arguments["team"])
    if team is None:
        raise invalid({"team": ["Name a team; the log of all is at /router/v1/events."]})
    try:
        after = Cursor.parse(arguments["after"])
    except ValueError as error:
        raise invalid({"after": [str(error)]}) from error
    with current().read() as connection:
        page = feed.of_a_team(connection, team, after, arguments["limit"])
    return {
        "events": [events.cloud_event(event, "/router") for event in page.events],
        "cursor": str(page.cursor),
        "more": page.more,
    }
