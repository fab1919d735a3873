"""Proposals: a journey's next version before the owners of its stages."""

from typing import Any
from uuid import UUID

from scoring.acts import proposals as acts
from scoring.domain.journey_faults import faults
from scoring.domain.proposals import Proposal
from scoring.schemas.journeys import (
    DecisionSchema,
    NewProposalSchema,
    ProposalArguments,
    ProposalPageSchema,
    ProposalSchema,
    as_proposal,
)
from shared.access import Blueprint
from shared.clock import now
from shared.ids import new_id
from shared.service import current

blueprint = Blueprint(
    "journey_proposals",
    __name__,
    url_prefix="/journeys/proposals",
    description="Versions of journeys on their way",
)


@blueprint.route("", methods=["POST"], scope="journeys:propose", keyed="optional")
@blueprint.arguments(NewProposalSchema)
@blueprint.response(201, ProposalSchema)
def propose(body: dict[str, Any]) -> dict[str, Any]:
    """Propose a version of a journey; each owner of a stage approves it before it can be published"""
    with current().change() as connection:
        acts.propose(connection, body, proposal_id := new_id(), now())
        return _shown(acts.find_proposal(connection, proposal_id))


@blueprint.route("", methods=["GET"], scope="journeys:read")
@blueprint.arguments(ProposalArguments, location="query")
@blueprint.response(200, ProposalPageSchema)
def list_proposals(arguments: dict[str, Any]) -> dict[str, Any]:
    """List proposals with every step that was taken, the oldest first"""
    with current().read() as connection:
        found = acts.list_proposals(connection, arguments)
    return {**found, "items": [_shown(proposal) for proposal in found["items"]]}


@blueprint.route("/<uuid:proposal_id>", methods=["GET"], scope="journeys:read")
@blueprint.response(200, ProposalSchema)
def get_proposal(proposal_id: UUID) -> dict[str, Any]:
    """Get a proposal with every step that was taken"""
    with current().read() as connection:
        return _shown(acts.find_proposal(connection, proposal_id))


@blueprint.route("/<uuid:proposal_id>/decisions", methods=["POST"], scope="journeys:approve")
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, ProposalSchema)
def decide(body: dict[str, Any], proposal_id: UUID) -> dict[str, Any]:
    """Approve or reject a proposal for a function that owns a stage; the same yes again changes nothing"""
    with current().change() as connection:
        acts.decide(connection, proposal_id, body, now())
        return _shown(acts.find_proposal(connection, proposal_id))


@blueprint.route("/<uuid:proposal_id>/publication", methods=["POST"], scope="journeys:write")
@blueprint.response(200, ProposalSchema)
def publish(proposal_id: UUID) -> dict[str, Any]:
    """Publish a proposal that every owner of a stage has approved, for who is accountable for the whole"""
    with current().change() as connection:
        acts.publish(connection, proposal_id, now())
        return _shown(acts.find_proposal(connection, proposal_id))


def _shown(proposal: Proposal) -> dict[str, Any]:
    found = [{"field": fault.path, "detail": fault.message} for fault in faults(proposal.journey)]
    return as_proposal(proposal, found)
