"""Looking for gaming: for auditors, who see what was found and say what explains it. It changes no score and no pay."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.api.plans import refuse_own_pay
from scoring.domain.gaming.audits import Audit, Note
from scoring.domain.gaming.results import Outcome
from scoring.schemas.gaming import (
    GamingAuditArguments,
    GamingAuditPageSchema,
    GamingAuditSchema,
    NewGamingAuditSchema,
    NewGamingNoteSchema,
    as_audit,
)
from scoring.store import gaming_audits
from scoring.use_cases.draw_up_scorecard import Standing, find_standing
from scoring.use_cases.look_for_gaming import look_for_gaming, note_finding
from shared import access, paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, not_found
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
        standing = _standing(connection, body["plan"], body["version"])
        refuse_own_pay(standing.plan)
        audit = look_for_gaming(
            connection,
            standing.plan,
            standing.version,
            by=access.caller().name,
            now=now(),
            request_id=web.request_id(),
        )
        trail.note(connection, "gaming.looked_for", standing.plan.key, audit_id=str(audit.id))
    return as_audit(audit)


@blueprint.route("", methods=["GET"], scope="gaming:read")
@blueprint.arguments(GamingAuditArguments, location="query")
@blueprint.response(200, GamingAuditPageSchema)
def list_audits(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the audits of a plan's version with everything that they found, the oldest first"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        standing = _standing(connection, arguments["plan"], arguments["version"])
        found = gaming_audits.page(connection, standing.plan.key, standing.version, after, limit)
    page = paging.page_of(found, limit, lambda audit: (audit.at, audit.id))
    return {**page, "items": [as_audit(audit) for audit in found]}


@blueprint.route("/<uuid:audit_id>", methods=["GET"], scope="gaming:read")
@blueprint.response(200, GamingAuditSchema)
def get_audit(audit_id: UUID) -> dict[str, Any]:
    """Get an audit with everything that was tested, and what was said of its findings"""
    with current().read() as connection:
        return as_audit(_found(connection, audit_id))


@blueprint.route(
    "/<uuid:audit_id>/results/<int:place>/notes", methods=["POST"], scope="gaming:write", keyed="optional"
)
@blueprint.arguments(NewGamingNoteSchema)
@blueprint.response(200, GamingAuditSchema)
def note(body: dict[str, Any], audit_id: UUID, place: int) -> dict[str, Any]:
    """Say that a finding was seen, or what explains it; it stays a finding"""
    with current().change() as connection:
        audit = _found(connection, audit_id)
        refuse_own_pay(_standing(connection, audit.key, audit.version).plan)
        result = audit.result(place)
        if result is None:
            raise not_found(f"result {place}")
        if result.outcome is not Outcome.FOUND:
            raise Problem(409, "This is no finding, so there is nothing to explain.")
        said = Note(place, body["state"], body["note"], access.caller().name, now())
        note_finding(connection, audit, said, request_id=web.request_id())
        trail.note(connection, "gaming.noted", audit.key, audit_id=str(audit_id), place=place)
        return as_audit(_found(connection, audit_id))


def _standing(connection: Connection, key: str, version: int | None) -> Standing:
    standing = find_standing(connection, key, version)
    if standing is None:
        raise not_found(f"plan {key!r}" if version is None else f"version {version} of a plan {key!r}")
    return standing


def _found(connection: Connection, audit_id: UUID) -> Audit:
    audit = gaming_audits.find(connection, audit_id)
    if audit is None:
        raise not_found("audit")
    return audit
