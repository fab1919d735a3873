"""Recounts: do the rollups still say what the facts say?"""

from typing import Any

from scoring.schemas.recounts import RecountSchema
from scoring.use_cases.recount import recount
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint("recounts", __name__, url_prefix="/recounts", description="Rollups against facts")


@blueprint.route("", methods=["POST"], scope="rollups:write")
@blueprint.response(200, RecountSchema)
def count_again() -> dict[str, Any]:
    """Count all rollups again from the facts, put right what differs, and say whether anything did"""
    with current().change() as connection:
        wrong = recount(connection, now=now(), request_id=web.request_id())
    return {"equal": not any(wrong.values()), "wrong": wrong}
