"""Proposals of journeys for people: who proposed what, who has said yes, and the reader's own yes or no."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import ValidationError

from scoring.acts import proposals as acts
from scoring.domain.proposals import PROPOSED, Proposal
from scoring.pages.asked import asked_list, following, given
from scoring.pages.design_faults import design_faults
from scoring.pages.proposal_changes import changes
from scoring.pages.rendering import Reader, may, page, reader
from scoring.pages.sent import filled_in
from scoring.pages.wording import said
from scoring.schemas.journeys import DecisionSchema, ProposalArguments
from scoring.store import journeys
from shared import access, web
from shared.clock import now
from shared.problems import Problem
from shared.service import current

blueprint = Blueprint(
    "proposals_pages", __name__, url_prefix="/scoring/proposals", template_folder="../templates"
)

_AT_ONCE = 25
_FIELDS = ("journey", "cursor")
_APPROVE, _REJECT = "approve", "reject"


@blueprint.get("")
@access.page("journeys:read")
def list_proposals() -> Response:
    """Each with its state and who is still to be heard, the oldest first."""
    address = given(*_FIELDS)
    asked = asked_list(ProposalArguments(), **address, limit=_AT_ONCE)
    who = reader()
    with current().read() as connection:
        found = acts.list_proposals(connection, asked)
    return page(
        "proposals.html",
        proposals=[(one, said(one.journey.name, who.language), _state(one, who)) for one in found["items"]],
        following=following(address, found["next"]),
        may_propose=may("journeys:propose"),
    )


@blueprint.get("/<uuid:proposal_id>")
@access.page("journeys:read")
def show_proposal(proposal_id: UUID) -> Response:
    """What is proposed, beside what is in force, with every step that was taken."""
    return _proposal(proposal_id)


@blueprint.post("/<uuid:proposal_id>")
@access.page("journeys:approve")
def decide(proposal_id: UUID) -> Response:
    """Yes or no for a function that owns a stage; the same yes again changes nothing."""
    access.admit("journeys:read")  # what comes back shows the proposal
    typed = filled_in("owner", "comment", "decision")
    body = {"owner": typed["owner"], "comment": typed["comment"] or None}
    try:
        decision = DecisionSchema().load({**body, "approve": _approves(typed["decision"])})
    except ValidationError as error:
        return _proposal(proposal_id, 422, min(map(str, error.messages_dict)), typed)
    try:
        with current().change() as connection:
            acts.decide(connection, proposal_id, decision, now())
    except Problem as problem:
        return _again(proposal_id, problem, typed)
    return web.on_to(f"/scoring/proposals/{proposal_id}")


@blueprint.post("/<uuid:proposal_id>/publication")
@access.page("journeys:write")
def publish(proposal_id: UUID) -> Response:
    """Put in force what everybody has approved, for who is accountable for the whole."""
    access.admit("journeys:read")
    try:
        with current().change() as connection:
            acts.publish(connection, proposal_id, now())
    except Problem as problem:
        return _again(proposal_id, problem, {})
    return web.on_to(f"/scoring/proposals/{proposal_id}")


def _again(proposal_id: UUID, problem: Problem, typed: dict[str, str]) -> Response:
    """It came too late, names nobody's function or can't be published yet: the page as it is now says the rest."""
    if problem.status not in (409, 422):
        raise problem
    fault = "late" if problem.status == 409 else "owner" if "owner" in problem.errors else None
    return _proposal(proposal_id, problem.status, fault, typed)


def _approves(decision: str) -> bool | None:
    return {_APPROVE: True, _REJECT: False}.get(decision)


def _proposal(
    proposal_id: UUID, status: int = 200, fault: str | None = None, typed: dict[str, str] | None = None
) -> Response:
    who = reader()
    with current().read() as connection:
        proposal = acts.find_proposal(connection, proposal_id)
        in_force = journeys.newest(connection, proposal.journey.key)
    journey = proposal.journey
    found = list(design_faults(journey, who))
    is_open = proposal.state == PROPOSED
    mine = [owner for owner in journey.owners if acts.speaks_for(owner)]
    return page(
        "proposal.html",
        status,
        it=proposal,
        name=said(journey.name, who.language),
        state=_state(proposal, who),
        statement=said(journey.outcome.statement, who.language),
        stages=[_stage(stage, who) for stage in journey.stages],
        in_force=in_force,
        changes=list(changes(in_force.journey, journey, who)) if in_force else [],
        faults=found,
        own=mine if is_open and may("journeys:approve") else [],
        may_publish=is_open
        and may("journeys:write")
        and not proposal.missing
        and not found
        and acts.speaks_for(journey.accountable),
        fault=who.text[f"proposal_fault_{fault}"] if fault else None,
        typed=typed or {},
    )


def _state(proposal: Proposal, who: Reader) -> str:
    if proposal.state == PROPOSED and proposal.missing:
        return who.text["proposal_waits"].format(owners=", ".join(proposal.missing))
    key = "approved_by_all" if proposal.state == PROPOSED else proposal.state
    return who.text[f"proposal_{key}"].format(version=proposal.version)


def _stage(stage: Any, who: Reader) -> dict[str, Any]:
    return {"it": stage, "name": said(stage.name, who.language)}
