"""Looking for gaming: for auditors, who see what was found and say what explains it. It changes no score and no pay."""

from typing import Any
from uuid import UUID

from scoring.acts import gaming as acts
from scoring.acts.plans import find_plan
from scoring.schemas.gaming import (
    GamingAuditArguments,
    GamingAuditPageSchema,
    GamingAuditSchema,
    NewGamingAuditSchema,
    NewGamingNoteSchema,
    as_audit,
)
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint(
    "gaming",
    __name__,
    url_prefix="/audits/gaming",
    description="Looking for what moves numbers and nothing else",
)


@blueprint.route("", methods=["POST"], scope="gaming:write", keyed="optional")
@blueprint.arguments(NewGamingAuditSchema)
@blueprint.response(201, GamingAuditSchema)
def look(body: dict[str, Any]) -> dict[str, Any]:
    """Make every check over a plan's period now, and keep what it finds"""
    with current().change() as connection:
        return as_audit(acts.look(connection, body["plan"], body["version"], now()))


@blueprint.route("", methods=["GET"], scope="gaming:read")
@blueprint.arguments(GamingAuditArguments, location="query")
@blueprint.response(200, GamingAuditPageSchema)
def list_audits(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the audits of a plan's version with everything that they found, the oldest first"""
    with current().read() as connection:
        standing = find_plan(connection, arguments["plan"], arguments["version"])
        found = acts.list_audits(connection, standing, arguments["cursor"], arguments["limit"])
    return {**found, "items": [as_audit(audit) for audit in found["items"]]}


@blueprint.route("/<uuid:audit_id>", methods=["GET"], scope="gaming:read")
@blueprint.response(200, GamingAuditSchema)
def get_audit(audit_id: UUID) -> dict[str, Any]:
    """Get an audit with everything that was tested, and what was said of its findings"""
    with current().read() as connection:
        return as_audit(acts.find_audit(connection, audit_id))


@blueprint.route(
    "/<uuid:audit_id>/results/<int:place>/notes", methods=["POST"], scope="gaming:write", keyed="optional"
)
@blueprint.arguments(NewGamingNoteSchema)
@blueprint.response(200, GamingAuditSchema)
def note(body: dict[str, Any], audit_id: UUID, place: int) -> dict[str, Any]:
    """Say that a finding was seen, or what explains it; it stays a finding"""
    with current().change() as connection:
        return as_audit(acts.note(connection, audit_id, place, body, now()))
