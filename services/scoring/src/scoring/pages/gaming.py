"""Looking for gaming, for the auditor: what was tested, what was found, and what explains it. It changes nothing."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from scoring.acts import gaming as acts
from scoring.acts import plans
from scoring.domain.gaming.audits import Audit
from scoring.domain.gaming.results import Outcome
from scoring.domain.plan_states import is_paid
from scoring.domain.plans import Plan
from scoring.domain.units import Unit
from scoring.pages.asked import asked_list, following, given
from scoring.pages.rendering import Reader, may, page, reader
from scoring.pages.sent import filled_in
from scoring.pages.wording import count
from scoring.schemas.figures import number, p_value, percent
from scoring.schemas.gaming import GamingAuditArguments, NewGamingNoteSchema, as_audit
from scoring.schemas.gaming_sentences import unit_named
from shared import access, web
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint("gaming_pages", __name__, url_prefix="/scoring/gaming", template_folder="../templates")

_AT_ONCE = 25
_FIELDS = ("version", "cursor")


@blueprint.get("")
@access.page("gaming:read")
def list_plans() -> Response:
    """In the period of which plan to look; who may not list plans names one."""
    if key := request.args.get("plan", "").strip():
        with current().read() as connection:
            return web.on_to(f"/scoring/gaming/{plans.find_plan(connection, key, None).plan.key}")
    asked = asked_list(PageArguments(), **given("cursor"), limit=_AT_ONCE)
    with current().read() as connection:
        found = plans.list_plans(connection, asked) if may("plans:read") else {"items": [], "next": None}
    return page(
        "gaming.html",
        plans=[standing.plan for standing in found["items"]],
        following=following({}, found["next"]),
    )


@blueprint.get("/<key>")
@access.page("gaming:read")
def list_audits(key: str) -> Response:
    """When a plan's period was looked at, and how much was found each time."""
    address = given(*_FIELDS)
    asked = asked_list(GamingAuditArguments(), **address, plan=key, limit=_AT_ONCE)
    with current().read() as connection:
        standing = plans.find_plan(connection, key, asked["version"])
        found = acts.list_audits(connection, standing, asked["cursor"], asked["limit"])
    return page(
        "gaming_plan.html",
        plan=standing.plan,
        version=standing.version,
        audits=found["items"],
        following=following(address, found["next"]),
        may_look=_may_judge(standing.plan),
    )


@blueprint.post("/<key>")
@access.page("gaming:write")
def look(key: str) -> Response:
    """Make every check now, and show what it finds."""
    version = request.form.get("version", type=int)
    with current().change() as connection:
        audit = acts.look(connection, key, version, now())
    return web.on_to(f"/scoring/gaming/{key}/{audit.id}")


@blueprint.get("/<key>/<uuid:audit_id>")
@access.page("gaming:read")
def show_audit(key: str, audit_id: UUID) -> Response:
    """Everything that was tested, findings first, each with its n and its p."""
    return _audit(key, audit_id)


@blueprint.post("/<key>/<uuid:audit_id>")
@access.page("gaming:write")
def note(key: str, audit_id: UUID) -> Response:
    """Say that a finding was seen, or what explains it; it stays a finding."""
    access.admit("gaming:read")  # what comes back shows the audit
    typed = filled_in("state", "note")
    place = request.form.get("place", 0, type=int)
    try:
        body = NewGamingNoteSchema().load({**typed, "note": typed["note"] or None})
    except ValidationError:
        return _audit(key, audit_id, 422, {**typed, "place": place})
    with current().change() as connection:
        acts.note(connection, audit_id, place, body, now())
    return web.on_to(f"/scoring/gaming/{key}/{audit_id}#result-{place}")


def _audit(key: str, audit_id: UUID, status: int = 200, typed: dict[str, Any] | None = None) -> Response:
    who = reader()
    with current().read() as connection:
        audit = acts.find_audit(connection, audit_id)
        plan = plans.find_plan(connection, audit.key, audit.version).plan
    if audit.key != key:
        raise not_found("audit")
    results = [_result(one, who) for one in as_audit(audit)["results"]]
    return page(
        "gaming_audit.html",
        status,
        plan=plan,
        audit=audit,
        level=percent(audit.level, who.language),
        findings=[one for one in results if one["outcome"] is Outcome.FOUND],
        tested=[one for one in results if one["outcome"] is Outcome.NOTHING],
        untested=[one for one in results if one["outcome"] is Outcome.TOO_LITTLE],
        tests=_tests(audit, who),
        typed=typed or {},
        may_note=_may_judge(plan),
    )


def _may_judge(plan: Plan) -> bool:
    """Whoever the plan pays can't look or explain."""
    return may("gaming:write") and not is_paid(plan, access.caller().name)


def _tests(audit: Audit, who: Reader) -> str:
    return count(sum(result.p is not None for result in audit.results), who)


def _result(told: dict[str, Any], who: Reader) -> dict[str, Any]:
    """One row; a moved definition has no p, since no test belongs to it."""
    effect, p = told["effect"], told["p_corrected"]
    return {
        **told,
        "named": unit_named(told["unit"], who.text),
        "title": who.text[f"gaming_title_{told['check']}"],
        "sentence": told["words"][who.language],
        "n": None if told["n"] is None else count(told["n"], who),
        "hits": None if told["hits"] is None else count(told["hits"], who),
        "expected": None if told["expected"] is None else number(told["expected"], Unit.MEAN, who.language),
        "effect": None if effect is None else number(effect, Unit.MEAN, who.language),
        "p": None if p is None else p_value(p, who.language).removeprefix("= "),
    }
