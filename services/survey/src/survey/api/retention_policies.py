"""The retention policy: try it, set it, and see all its versions."""

from dataclasses import asdict
from typing import Any

from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.service import current
from survey.domain.retention import RetentionPolicy
from survey.schemas.retention_policies import (
    RetentionPolicyPageSchema,
    RetentionPolicySchema,
    RetentionPolicySetSchema,
    RetentionPreviewSchema,
)
from survey.store import retention_policies
from survey.use_cases.preview_retention import preview_retention
from survey.use_cases.set_retention_policy import set_retention_policy

blueprint = Blueprint(
    "retention_policies", __name__, url_prefix="/retention-policies", description="How long what is kept"
)


@blueprint.route("", methods=["POST"], scope="retention:write", keyed="optional")
@blueprint.arguments(RetentionPolicySchema)
@blueprint.response(200, RetentionPolicySetSchema)
def put(policy: RetentionPolicy) -> dict[str, Any]:
    """Put a retention policy in force as the next version; the same definition again changes nothing"""
    with current().change() as connection:
        published = set_retention_policy(connection, policy, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "retention_policy.set", "retention-policy", version=published.version)
    return asdict(published)


@blueprint.route("/preview", methods=["POST"], scope="retention:write")
@blueprint.arguments(RetentionPolicySchema)
@blueprint.response(200, RetentionPreviewSchema)
def preview(policy: RetentionPolicy) -> dict[str, int]:
    """Say how much a policy would take away if it were in force now; nothing is changed"""
    with current().read() as connection:
        return preview_retention(connection, policy, now=now())


@blueprint.route("", methods=["GET"], scope="retention:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, RetentionPolicyPageSchema)
def list_retention_policies(arguments: dict[str, Any]) -> dict[str, Any]:
    """List all versions of the retention policy, the one in force first; version 0 is built in"""
    before, limit = paging.before_version(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = retention_policies.page(connection, before, limit)
    return paging.page_by(items, limit, lambda kept: (kept.version,))
