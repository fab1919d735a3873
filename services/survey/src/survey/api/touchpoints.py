"""Touchpoints: what happened, told by the company's systems."""

from typing import Any

from flask import request
from marshmallow import ValidationError

from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, flatten, invalid
from shared.service import current
from survey.domain.invitations import Invitation
from survey.domain.touchpoints import Touchpoint
from survey.letters import link_of
from survey.schemas.plain_touchpoints import read_batch, read_one
from survey.schemas.touchpoints import ReceivedSchema, TouchpointSchema
from survey.settings import SurveySettings
from survey.use_cases.receive_touchpoints import receive_touchpoints

blueprint = Blueprint("touchpoints", __name__, url_prefix="/touchpoints", description="What happened")

_MOST = 500
_SINGLE = "application/cloudevents+json"
_BATCH = "application/cloudevents-batch+json"
_BODY = {
    "required": True,
    "content": {
        _SINGLE: {"schema": TouchpointSchema},
        _BATCH: {"schema": TouchpointSchema(many=True)},
        "application/json": {"schema": {"anyOf": [TouchpointSchema, TouchpointSchema(many=True)]}},
    },
}


@blueprint.route("", methods=["POST"], scope="touchpoints:write")
@blueprint.doc(requestBody=_BODY)
@blueprint.response(202, ReceivedSchema)
@blueprint.alt_response(
    422, schema=web.ProblemSchema, description="Nothing was taken in; each fault is named"
)
def receive() -> dict[str, Any]:
    """Take in one touchpoint or up to 500, each once by source and id; all of them or none"""
    service = current()
    settings = service.settings
    assert isinstance(settings, SurveySettings)  # noqa: S101  this is the survey service
    batch = _load()
    with service.change() as connection:
        received = receive_touchpoints(
            connection, batch, now=now(), request_id=web.request_id(), secret_key=settings.secret_key
        )
    service.bell.ring(service.package, "send_invitations")
    return {
        "accepted": received.accepted,
        "duplicates": received.duplicates,
        "links": [_link(invitation, settings) for invitation in received.handed_out],
    }


def _load() -> list[Touchpoint]:
    if request.mimetype not in (_SINGLE, _BATCH, "application/json"):
        raise Problem(415, f"Send CloudEvents as {_SINGLE} or {_BATCH}.")
    body = request.get_json(force=True)
    many = isinstance(body, list)
    if many and len(body) > _MOST:
        raise Problem(413, f"Send at most {_MOST} touchpoints at once; these are {len(body)}.")
    if many and not body:
        raise invalid({"body": ["There is no touchpoint in this batch."]})
    try:
        return read_batch(body) if many else [read_one(body)]
    except ValidationError as error:
        raise invalid(flatten(error.messages)) from error


def _link(invitation: Invitation, settings: SurveySettings) -> dict[str, Any]:
    return {
        "touchpoint_source": invitation.touchpoint_source,
        "touchpoint_id": invitation.touchpoint_id,
        "customer_key": invitation.customer_key,
        "survey": invitation.survey,
        "link": link_of(settings, invitation.id),
        "expires_at": invitation.expires_at,
    }
