"""A team's feed on the wire."""

from marshmallow import fields

from shared.accepted import KEY
from shared.feed import FeedArguments


class TeamFeedArguments(FeedArguments):
    """Whose feed, and where to go on reading."""

    team = fields.String(
        load_default=None, validate=KEY, metadata={"description": "Not needed by a team's own key"}
    )
