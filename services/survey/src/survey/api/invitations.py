"""Invitations: take one back."""

from typing import Any
from uuid import UUID

from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from survey.schemas.invitations import RevokedSchema, RevokeSchema
from survey.use_cases.revoke_invitation import revoke_invitation

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations", description="Who was asked")


@blueprint.route("/<uuid:invitation_id>/revoke", methods=["POST"], scope="surveys:write")
@blueprint.arguments(RevokeSchema)
@blueprint.response(200, RevokedSchema)
def revoke(body: dict[str, Any], invitation_id: UUID) -> dict[str, Any]:
    """Take an invitation back: its link says so, and nothing more is sent; again, it changes nothing"""
    with current().change() as connection:
        revocation = revoke_invitation(
            connection, invitation_id, body["reason"], now=now(), request_id=web.request_id()
        )
        if revocation.is_new:
            trail.note(connection, "invitation.revoked", str(invitation_id), reason=body["reason"])
    revoked = revocation.revoked
    return {
        "id": revoked.id,
        "revoked_at": revoked.revoked_at,
        "reason": revoked.reason,
        "is_new": revocation.is_new,
    }
