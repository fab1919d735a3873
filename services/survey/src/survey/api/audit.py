"""The audit trail: who changed what, and when."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared import paging
from shared.access import Blueprint
from shared.service import current
from survey.schemas.audit import AuditArguments, AuditPageSchema
from survey.store import audit

blueprint = Blueprint("audit", __name__, url_prefix="/audit", description="Who changed what, and when")

_BEGINNING = (datetime.min.replace(tzinfo=UTC), UUID(int=0))


@blueprint.route("", methods=["GET"], scope="audit:read")
@blueprint.arguments(AuditArguments, location="query")
@blueprint.response(200, AuditPageSchema)
def list_entries(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the audit trail, oldest first"""
    after = paging.decode(arguments["cursor"]) or _BEGINNING
    limit = arguments["limit"]
    with current().read() as connection:
        items = audit.page(connection, arguments["subject"], after, limit)
    last = items[-1] if len(items) == limit else None
    return {"items": items, "next": paging.encode(last.at, last.id) if last else None}
