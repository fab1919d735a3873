"""Locked scorecards: list, verify, restate, and hand to an auditor."""

from typing import Any
from uuid import UUID

from flask import Response
from psycopg import Connection

from scoring.acts.pay import refuse_own_pay
from scoring.acts.plans import hold_plan
from scoring.acts.scorecards import lock_scorecards
from scoring.domain.snapshots import Locked
from scoring.schemas.bundles import as_bundle
from scoring.schemas.locked_scorecards import (
    LockedArguments,
    LockedPageSchema,
    LockedScorecardSchema,
    RestatementSchema,
    VerifiedSchema,
    as_locked,
)
from scoring.store import scorecards
from scoring.use_cases.verify_scorecards import Verified, verify_scorecards
from shared.access import Blueprint
from shared.problems import Problem, not_found
from shared.service import current

blueprint = Blueprint(
    "scorecards", __name__, url_prefix="/scorecards", description="What was locked, and proof of it"
)


@blueprint.route("", methods=["GET"], scope="scorecards:read")
@blueprint.arguments(LockedArguments, location="query")
@blueprint.response(200, LockedPageSchema)
def list_locked(arguments: dict[str, Any]) -> dict[str, Any]:
    """List locked scorecards and restatements in the order of their chain"""
    with current().read() as connection:
        found = scorecards.page(connection, arguments["plan"], arguments["after"], arguments["limit"])
    more = len(found) == arguments["limit"]
    return {
        "items": [as_locked(locked) for locked in found],
        "next": found[-1].head.number if more else None,
    }


@blueprint.route("/verification", methods=["GET"], scope="scorecards:read")
@blueprint.response(200, VerifiedSchema)
def verify() -> Verified:
    """Walk the chain of all locked scorecards and make each again from the facts, byte by byte"""
    with current().read() as connection:
        return verify_scorecards(connection)


@blueprint.route("/<uuid:scorecard_id>", methods=["GET"], scope="scorecards:read")
@blueprint.response(200, LockedScorecardSchema)
def get_locked(scorecard_id: UUID) -> dict[str, Any]:
    """Get a locked scorecard: its facts, definitions and result as they were hashed"""
    with current().read() as connection:
        return as_locked(_locked(connection, scorecard_id))


@blueprint.route("/<uuid:scorecard_id>/bundle", methods=["GET"], scope="scorecards:read")
@blueprint.response(200, content_type="application/zip")
def read_bundle(scorecard_id: UUID) -> Response:
    """One file for an auditor: the chain up to this scorecard, and a program that verifies it without us"""
    with current().read() as connection:
        locked = _locked(connection, scorecard_id)
        chain = list(scorecards.until(connection, locked.head.number))
    headers = {"Content-Disposition": f'attachment; filename="scorecard-{locked.head.number}.zip"'}
    return Response(as_bundle(locked, chain), mimetype="application/zip", headers=headers)


@blueprint.route("/<uuid:scorecard_id>/restatement", methods=["POST"], scope="scorecards:lock")
@blueprint.arguments(RestatementSchema)
@blueprint.response(201, LockedScorecardSchema)
def restate(body: dict[str, Any], scorecard_id: UUID) -> dict[str, Any]:
    """Lock a new version beside a locked one from today's facts, with the difference to add or recoup"""
    with current().change() as connection:
        locked = _locked(connection, scorecard_id)
        standing = hold_plan(connection, locked.document["plan"]["key"], locked.head.plan_version)
        if standing.locked[-1].head.id != scorecard_id:
            raise Problem(409, "This scorecard was restated already; restate its newest version.")
        refuse_own_pay(standing.plan)
        return as_locked(lock_scorecards(connection, standing, body["reason"]))


def _locked(connection: Connection, scorecard_id: UUID) -> Locked:
    locked = scorecards.get(connection, scorecard_id)
    if locked is None:
        raise not_found("scorecard")
    return locked
