"""Put a designed journey in force: outright, or after it was proposed and approved."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from scoring.domain.journeys import Journey
from scoring.domain.proposals import APPROVED, PROPOSED, PUBLISHED, REJECTED, Proposal, Step
from scoring.store import journey_proposals, journeys, touchpoints
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def publish_journey(
    connection: Connection,
    journey: Journey,
    *,
    now: datetime,
    request_id: str,
    proposal_id: UUID | None = None,
) -> Published:
    """As its next version, unless nothing changed. The journey must be free of faults. All its cases are made again."""
    touchpoints.lock(connection)
    published = journeys.put(connection, journey, now)
    if published.is_new:
        touchpoints.mark_all(connection, journey)
        data = {
            **journeys.to_definition(journey),
            "version": published.version,
            "proposal_id": str(proposal_id) if proposal_id else None,
        }
        events.append(
            connection, [Event(new_id(), "scoring.journey.published", journey.key, now, request_id, data)]
        )
    return published


def propose_journey(
    connection: Connection,
    proposal_id: UUID,
    journey: Journey,
    *,
    by: str,
    comment: str | None,
    now: datetime,
    request_id: str,
) -> None:
    """Lay a version before the owners of its stages. It may still be incomplete; published it can't be so."""
    journey_proposals.insert(connection, proposal_id, journey, now)
    step = Step(PROPOSED, None, by, comment, now)
    _note(connection, proposal_id, journey, step, request_id)


def decide_on_journey(
    connection: Connection,
    proposal: Proposal,
    *,
    approve: bool,
    owner: str,
    by: str,
    comment: str | None,
    now: datetime,
    request_id: str,
) -> None:
    """Yes or no by the owner of a stage; one no ends the proposal. It must be open and the owner own a stage."""
    step = Step(APPROVED if approve else REJECTED, owner, by, comment, now)
    if not approve:
        journey_proposals.end(connection, proposal.id, REJECTED, None)
    _note(connection, proposal.id, proposal.journey, step, request_id)


def publish_proposal(
    connection: Connection, proposal: Proposal, *, by: str, now: datetime, request_id: str
) -> Published:
    """By who is accountable for the whole. Everybody must have approved, and the journey be free of faults."""
    published = publish_journey(
        connection, proposal.journey, now=now, request_id=request_id, proposal_id=proposal.id
    )
    journey_proposals.end(connection, proposal.id, PUBLISHED, published.version)
    step = Step(PUBLISHED, proposal.journey.accountable, by, None, now)
    _note(connection, proposal.id, proposal.journey, step, request_id)
    return published


def _note(connection: Connection, proposal_id: UUID, journey: Journey, step: Step, request_id: str) -> None:
    journey_proposals.note(connection, proposal_id, step)
    data = {
        "proposal_id": str(proposal_id),
        "journey": journey.key,
        "action": step.action,
        "owner": step.owner,
        "by": step.by,
    }
    kind = f"scoring.journey_proposal.{step.action}"
    events.append(connection, [Event(new_id(), kind, str(proposal_id), step.at, request_id, data)])
