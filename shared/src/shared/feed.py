"""What every service tells programs of itself: its event log, and what their key may do."""

from typing import Any

from marshmallow import Schema, fields, validate

from shared import access, api_keys, events
from shared.problems import Problem
from shared.service import Service


class FeedArguments(Schema):
    """Where to go on reading."""

    after = fields.String(load_default="", metadata={"description": "The `cursor` of the last answer"})
    limit = fields.Integer(
        load_default=100, validate=validate.Range(1, 500), metadata={"description": "How many at most"}
    )


class FeedSchema(Schema):
    """A page of the event log as CloudEvents; `more` asks the reader to look again at once."""

    events = fields.List(fields.Dict())
    cursor = fields.String()
    more = fields.Boolean()


class KeySchema(Schema):
    """What a key is good for."""

    name = fields.String()
    scopes = fields.List(fields.String())
    subject = fields.String(allow_none=True)


def feed(service: Service[Any]) -> access.Blueprint:
    """The routes under which the log is read."""
    blueprint = access.Blueprint("feed", __name__, description="The event log, and the caller's own key")

    @blueprint.route("/events", scope=api_keys.EVENTS_READ)
    @blueprint.arguments(FeedArguments, location="query")
    @blueprint.response(200, FeedSchema)
    def read_events(arguments: dict[str, Any]) -> dict[str, Any]:
        """Read what happened, oldest first, after a cursor"""
        if access.caller().subject is not None:
            raise Problem(403, "This key is limited; the log tells of everything.")
        try:
            after = events.Cursor.parse(arguments["after"])
        except ValueError as error:
            raise Problem(422, str(error), {"after": [str(error)]}) from error
        with service.read() as connection:
            page = events.read(connection, after, arguments["limit"])
        source = f"/{service.name}"
        return {
            "events": [events.cloud_event(event, source) for event in page.events],
            "cursor": str(page.cursor),
            "more": page.more,
        }

    @blueprint.route("/key", scope=access.ANY_KEY)
    @blueprint.response(200, KeySchema)
    def read_key() -> dict[str, Any]:
        """Say what the caller's key may do"""
        caller = access.caller()
        return {"name": caller.name, "scopes": sorted(caller.scopes), "subject": caller.subject}

    return blueprint
