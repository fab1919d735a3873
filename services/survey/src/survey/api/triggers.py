"""Triggers: set and list."""

from typing import Any

from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.service import current
from survey.domain.triggers import Trigger
from survey.schemas.surveys import PublishedSchema
from survey.schemas.triggers import TriggerPageSchema, TriggerSchema
from survey.store import triggers
from survey.use_cases.set_trigger import set_trigger

blueprint = Blueprint(
    "triggers", __name__, url_prefix="/triggers", description="Which touchpoint leads to which survey"
)


@blueprint.route("", methods=["POST"], scope="surveys:write", keyed="optional")
@blueprint.arguments(TriggerSchema)
@blueprint.response(200, PublishedSchema)
def put(trigger: Trigger) -> dict[str, Any]:
    """Put a trigger in force as its next version; the same definition again changes nothing"""
    with current().change() as connection:
        published = set_trigger(connection, trigger, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "trigger.set", trigger.key, version=published.version)
    return {"key": trigger.key, "version": published.version, "is_new": published.is_new}


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, TriggerPageSchema)
def list_triggers(arguments: dict[str, Any]) -> dict[str, Any]:
    """List all triggers in their newest version, in the order of their keys"""
    after, limit = paging.after_key(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        found = triggers.page(connection, after, limit)
    page = paging.page_by(found, limit, lambda trigger: (trigger.key,))
    return {**page, "items": [triggers.to_definition(trigger) for trigger in found]}
