"""The contact policy: set it, and see all its versions."""

from dataclasses import asdict
from typing import Any

from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.service import current
from survey.domain.contact_policy import Policy
from survey.schemas.contact_policies import PolicyPageSchema, PolicySchema, PolicySetSchema
from survey.store import contact_policies
from survey.use_cases.set_contact_policy import set_contact_policy

blueprint = Blueprint(
    "contact_policies",
    __name__,
    url_prefix="/contact-policies",
    description="How often a customer may be asked",
)


@blueprint.route("", methods=["POST"], scope="surveys:write", keyed="optional")
@blueprint.arguments(PolicySchema)
@blueprint.response(200, PolicySetSchema)
def put(policy: Policy) -> dict[str, Any]:
    """Put a contact policy in force as the next version; the same definition again changes nothing"""
    with current().change() as connection:
        published = set_contact_policy(connection, policy, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "contact_policy.set", "contact-policy", version=published.version)
    return asdict(published)


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, PolicyPageSchema)
def list_contact_policies(arguments: dict[str, Any]) -> dict[str, Any]:
    """List all versions of the contact policy, the one in force first; version 0 is built in"""
    before, limit = paging.before_version(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = contact_policies.page(connection, before, limit)
    return paging.page_by(items, limit, lambda kept: (kept.version,))
