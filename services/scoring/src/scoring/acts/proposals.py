"""Proposals of journeys: the caller makes one, or approves, rejects or publishes for the function they speak for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.domain.journey_faults import faults
from scoring.domain.journeys import Journey
from scoring.domain.proposals import PROPOSED, Proposal
from scoring.store import journey_proposals
from scoring.use_cases.publish_journey import decide_on_journey, propose_journey, publish_proposal
from shared import access, paging, trail, web
from shared.problems import Problem, invalid, not_found

_LIMIT = "owner:"


def list_proposals(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these ProposalArguments ask for, the oldest first: `items` and `next`."""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    found = journey_proposals.page(connection, arguments["journey"], after, limit)
    return paging.page_of(found, limit, lambda proposal: (proposal.proposed_at, proposal.id))


def find_proposal(connection: Connection, proposal_id: UUID) -> Proposal:
    """This one with its steps. Problem (404)."""
    return _found(journey_proposals.get(connection, proposal_id))


def propose(connection: Connection, body: dict[str, Any], proposal_id: UUID, moment: datetime) -> None:
    """Lay what this NewProposalSchema says before the owners of its stages; the same under its id is the same.

    Problem (409) when something else was proposed under this id.
    """
    known = journey_proposals.get(connection, proposal_id)
    if known is None:
        propose_journey(
            connection,
            proposal_id,
            body["definition"],
            by=access.caller().name,
            comment=body["comment"],
            now=moment,
            request_id=web.request_id(),
        )
    elif (known.journey, known.steps[0].comment) != (body["definition"], body["comment"]):
        raise Problem(409, "Something else was proposed under this id.")


def decide(connection: Connection, proposal_id: UUID, body: dict[str, Any], moment: datetime) -> None:
    """Say the yes or no of this DecisionSchema; the same yes again changes nothing. Problem (403, 404, 409, 422)."""
    owner, approve = body["owner"], body["approve"]
    _speak_for(owner)
    proposal = _open(connection, proposal_id)
    if owner not in proposal.journey.owners:
        raise invalid({"owner": [f"No stage of this journey is owned by {owner!r}."]})
    if owner in proposal.missing or not approve:
        decide_on_journey(
            connection,
            proposal,
            approve=approve,
            owner=owner,
            by=access.caller().name,
            comment=body["comment"],
            now=moment,
            request_id=web.request_id(),
        )


def publish(connection: Connection, proposal_id: UUID, moment: datetime) -> None:
    """Publish what everybody has approved, for who is accountable for the whole. Problem (403, 404, 409, 422)."""
    proposal = _open(connection, proposal_id)
    _speak_for(proposal.journey.accountable)
    if proposal.missing:
        raise Problem(409, f"These have not approved yet: {', '.join(proposal.missing)}.")
    refuse_faulty(proposal.journey)
    published = publish_proposal(
        connection, proposal, by=access.caller().name, now=moment, request_id=web.request_id()
    )
    if published.is_new:
        key = proposal.journey.key
        trail.note(
            connection, "journey.published", key, version=published.version, proposal_id=str(proposal_id)
        )


def speaks_for(owner: str) -> bool:
    """A key with the subject "owner:<function>" speaks for that function alone, one without a subject for any."""
    return access.caller().subject in (None, f"{_LIMIT}{owner}")


def refuse_faulty(journey: Journey) -> None:
    """Problem (422), each fault named by its path, for what can't be published."""
    found: dict[str, list[str]] = {}
    for fault in faults(journey):
        found.setdefault(fault.path, []).append(fault.message)
    if found:
        raise invalid(found)


def _speak_for(owner: str) -> None:
    if not speaks_for(owner):
        subject = access.caller().subject
        raise Problem(403, f"This key is limited to {subject!r}; it can't speak for {owner!r}.")


def _open(connection: Connection, proposal_id: UUID) -> Proposal:
    proposal = _found(journey_proposals.get(connection, proposal_id, lock=True))
    if proposal.state != PROPOSED:
        raise Problem(409, f"This proposal was {proposal.state} already.")
    return proposal


def _found(proposal: Proposal | None) -> Proposal:
    if proposal is None:
        raise not_found("proposal")
    return proposal
