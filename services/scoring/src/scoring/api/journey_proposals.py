"""Proposals: a journey's next version before the owners of its stages."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.api.journeys import refuse_faulty
from scoring.domain.journey_faults import faults
from scoring.domain.proposals import PROPOSED, Proposal
from scoring.schemas.journeys import (
    DecisionSchema,
    NewProposalSchema,
    ProposalArguments,
    ProposalPageSchema,
    ProposalSchema,
    as_proposal,
)
from scoring.store import journey_proposals
from scoring.use_cases.publish_journey import decide_on_journey, propose_journey, publish_proposal
from shared import access, paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, invalid, not_found
from shared.service import current

blueprint = Blueprint(
    "journey_proposals",
    __name__,
    url_prefix="/journeys/proposals",
    description="Versions of journeys on their way",
)

_LIMIT = "owner:"


@blueprint.route("", methods=["POST"], scope="journeys:propose", keyed="optional")
@blueprint.arguments(NewProposalSchema)
@blueprint.response(201, ProposalSchema)
def propose(body: dict[str, Any]) -> dict[str, Any]:
    """Propose a version of a journey; each owner of a stage approves it before it can be published"""
    with current().change() as connection:
        proposal_id = propose_journey(
            connection,
            body["definition"],
            by=access.caller().name,
            comment=body["comment"],
            now=now(),
            request_id=web.request_id(),
        )
        return _shown(connection, proposal_id)


@blueprint.route("", methods=["GET"], scope="journeys:read")
@blueprint.arguments(ProposalArguments, location="query")
@blueprint.response(200, ProposalPageSchema)
def list_proposals(arguments: dict[str, Any]) -> dict[str, Any]:
    """List proposals with every step that was taken, the oldest first"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        found = journey_proposals.page(connection, arguments["journey"], after, limit)
    page = paging.page_of(found, limit, lambda proposal: (proposal.proposed_at, proposal.id))
    return {**page, "items": [as_proposal(proposal, _faults(proposal)) for proposal in found]}


@blueprint.route("/<uuid:proposal_id>", methods=["GET"], scope="journeys:read")
@blueprint.response(200, ProposalSchema)
def get_proposal(proposal_id: UUID) -> dict[str, Any]:
    """Get a proposal with every step that was taken"""
    with current().read() as connection:
        return _shown(connection, proposal_id)


@blueprint.route("/<uuid:proposal_id>/decisions", methods=["POST"], scope="journeys:approve")
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, ProposalSchema)
def decide(body: dict[str, Any], proposal_id: UUID) -> dict[str, Any]:
    """Approve or reject a proposal for a function that owns a stage; the same yes again changes nothing"""
    _speak_for(body["owner"])
    with current().change() as connection:
        proposal = _open(connection, proposal_id)
        if body["owner"] not in proposal.journey.owners:
            raise invalid({"owner": [f"No stage of this journey is owned by {body['owner']!r}."]})
        if body["owner"] in proposal.missing or not body["approve"]:
            decide_on_journey(
                connection,
                proposal,
                approve=body["approve"],
                owner=body["owner"],
                by=access.caller().name,
                comment=body["comment"],
                now=now(),
                request_id=web.request_id(),
            )
        return _shown(connection, proposal_id)


@blueprint.route("/<uuid:proposal_id>/publication", methods=["POST"], scope="journeys:write")
@blueprint.response(200, ProposalSchema)
def publish(proposal_id: UUID) -> dict[str, Any]:
    """Publish a proposal that every owner of a stage has approved, for who is accountable for the whole"""
    with current().change() as connection:
        proposal = _open(connection, proposal_id)
        _speak_for(proposal.journey.accountable)
        if proposal.missing:
            raise Problem(409, f"These have not approved yet: {', '.join(proposal.missing)}.")
        refuse_faulty(proposal.journey)
        published = publish_proposal(
            connection, proposal, by=access.caller().name, now=now(), request_id=web.request_id()
        )
        if published.is_new:
            key = proposal.journey.key
            trail.note(
                connection, "journey.published", key, version=published.version, proposal_id=str(proposal_id)
            )
        return _shown(connection, proposal_id)


def _speak_for(owner: str) -> None:
    """A key with the subject "owner:<function>" speaks for that function alone, one without a subject for any."""
    subject = access.caller().subject
    if subject is not None and subject != f"{_LIMIT}{owner}":
        raise Problem(403, f"This key is limited to {subject!r}; it can't speak for {owner!r}.")


def _open(connection: Connection, proposal_id: UUID) -> Proposal:
    proposal = journey_proposals.get(connection, proposal_id, lock=True)
    if proposal is None:
        raise not_found("proposal")
    if proposal.state != PROPOSED:
        raise Problem(409, f"This proposal was {proposal.state} already.")
    return proposal


def _shown(connection: Connection, proposal_id: UUID) -> dict[str, Any]:
    proposal = journey_proposals.get(connection, proposal_id)
    if proposal is None:
        raise not_found("proposal")
    return as_proposal(proposal, _faults(proposal))


def _faults(proposal: Proposal) -> list[dict[str, str]]:
    return [{"field": fault.path, "detail": fault.message} for fault in faults(proposal.journey)]
