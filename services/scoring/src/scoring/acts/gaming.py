"""Audits for gaming: the caller looks, reads, and says what explains a finding."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.acts.pay import refuse_own_pay
from scoring.acts.plans import find_plan
from scoring.domain.gaming.audits import Audit, Note
from scoring.domain.gaming.results import Outcome
from scoring.store import gaming_audits
from scoring.use_cases.draw_up_scorecard import Standing
from scoring.use_cases.look_for_gaming import look_for_gaming, note_finding
from shared import access, paging, trail, web
from shared.problems import Problem, not_found


def look(connection: Connection, key: str, version: int | None, moment: datetime) -> Audit:
    """Make every check over a plan's period now. Problem (404, 403)."""
    standing = find_plan(connection, key, version)
    refuse_own_pay(standing.plan)
    audit = look_for_gaming(
        connection,
        standing.plan,
        standing.version,
        by=access.caller().name,
        now=moment,
        request_id=web.request_id(),
    )
    trail.note(connection, "gaming.looked_for", standing.plan.key, audit_id=str(audit.id))
    return audit


def list_audits(connection: Connection, standing: Standing, cursor: str, limit: int) -> dict[str, Any]:
    """A page of a plan's audits, the oldest first: `items` and `next`."""
    found = gaming_audits.page(connection, standing.plan.key, standing.version, paging.start(cursor), limit)
    return paging.page_of(found, limit, lambda audit: (audit.at, audit.id))


def note(connection: Connection, audit_id: UUID, place: int, body: dict[str, Any], moment: datetime) -> Audit:
    """Say of a finding what this NewGamingNoteSchema says. Problem (404, 403, 409)."""
    audit = find_audit(connection, audit_id)
    refuse_own_pay(find_plan(connection, audit.key, audit.version).plan)
    result = audit.result(place)
    if result is None:
        raise not_found(f"result {place}")
    if result.outcome is not Outcome.FOUND:
        raise Problem(409, "This is no finding, so there is nothing to explain.")
    said = Note(place, body["state"], body["note"], access.caller().name, moment)
    note_finding(connection, audit, said, request_id=web.request_id())
    trail.note(connection, "gaming.noted", audit.key, audit_id=str(audit_id), place=place)
    return find_audit(connection, audit_id)


def find_audit(connection: Connection, audit_id: UUID) -> Audit:
    """This one with all notes. Problem (404)."""
    audit = gaming_audits.find(connection, audit_id)
    if audit is None:
        raise not_found("audit")
    return audit
