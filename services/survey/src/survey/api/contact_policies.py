"""The contact policy: set it, and see all its versions."""

from dataclasses import asdict
from typing import Any

from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from survey.domain.contact_policy import Policy
from survey.schemas.contact_policies import ListedPolicySchema, PolicySchema, PolicySetSchema
from survey.store import contact_policies
from survey.store.contact_policies import Listed
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
@blueprint.response(200, ListedPolicySchema(many=True))
def list_contact_policies() -> list[Listed]:
    """List all versions of the contact policy, the one in force first; version 0 is built in"""
    with current().read() as connection:
        return contact_policies.listing(connection)
