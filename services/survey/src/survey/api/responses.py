"""Responses: import what was answered elsewhere, list what came back."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError

from shared import paging, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import flatten, not_found
from shared.service import current
from survey.schemas.responses import (
    ImportedRowSchema,
    ImportedSchema,
    ImportSchema,
    ResponseArguments,
    ResponsePageSchema,
    RevisionPageSchema,
)
from survey.store import responses
from survey.use_cases.import_responses import Rejected, import_responses

blueprint = Blueprint("responses", __name__, url_prefix="/responses", description="What customers answered")

# What the domain's faults mean to who prepares a file; a customer reads other words on the page.
_REASONS = {
    "answer_required": "an answer is required",
    "answer_something": "there is no answer at all",
    "answer_not_on_scale": "this is not on the question's scale",
    "answer_not_an_option": "this is none of the question's options",
    "answer_not_text": "this is not text",
    "answer_too_long": "this is longer than 5,000 characters",
    "answer_too_long_for_a_line": "this is longer than 200 characters",
    "answer_too_few": "these are fewer options than the question asks for",
    "answer_too_many": "these are more options than the question allows",
    "in_the_future": "this has not happened yet",
    "somebodys": "the survey is anonymous, and this tells who answered it",
}


@blueprint.route("", methods=["POST"], scope="responses:write")
@blueprint.arguments(ImportSchema)
@blueprint.response(200, ImportedSchema)
def take_in(body: dict[str, Any]) -> dict[str, Any]:
    """Import up to 500 answers that were given elsewhere; a bad row stops no other"""
    rows, places, rejected = [], [], []
    for place, raw in enumerate(body["rows"]):
        try:
            rows.append(ImportedRowSchema().load(raw))
            places.append(place)
        except ValidationError as error:
            faults = {path: " ".join(texts) for path, texts in flatten(error.messages).items()}
            rejected.append(Rejected(place, str(raw.get("id", "")), faults))
    with current().change() as connection:
        imported = import_responses(
            connection, body["survey"], body["source"], rows, now=now(), request_id=web.request_id()
        )
    rejected += [
        Rejected(places[item.row], item.id, {name: _REASONS[fault] for name, fault in item.faults.items()})
        for item in imported.rejected
    ]
    return {
        "accepted": imported.accepted,
        "duplicates": imported.duplicates,
        "rejected": sorted(rejected, key=lambda item: item.row),
    }


@blueprint.route("", methods=["GET"], scope="responses:read")
@blueprint.arguments(ResponseArguments, location="query")
@blueprint.response(200, ResponsePageSchema)
def list_responses(arguments: dict[str, Any]) -> dict[str, Any]:
    """List responses in the order in which they were received"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = responses.page(connection, arguments["survey"], after, limit)
    return paging.page_of(items, limit, lambda response: (response.received_at, response.id))


@blueprint.route("/<uuid:response_id>/revisions", methods=["GET"], scope="responses:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, RevisionPageSchema)
def list_revisions(arguments: dict[str, Any], response_id: UUID) -> dict[str, Any]:
    """List what a response said over time, the newest last; of an erased customer only what is left"""
    # A revision's number is its place; the moment only makes the cursor look like any other.
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = responses.revisions(connection, response_id, after[1].int, limit)
    if not items and not arguments["cursor"]:
        raise not_found("response")
    return paging.page_of(items, limit, lambda said: (said.at, UUID(int=said.revision)))
