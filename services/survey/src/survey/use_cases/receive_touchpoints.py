"""Take touchpoints in, each once, and invite whom the triggers say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import derived_id, new_id
from survey.domain.invitations import Invitation, first_state, token_hash, token_of
from survey.domain.surveys import Survey
from survey.domain.touchpoints import Customer, Touchpoint
from survey.domain.triggers import Trigger
from survey.store import customers, invitations, surveys, touchpoints, triggers


@dataclass(frozen=True)
class Received:
    """How many were new, and the invitations whose link the sender hands out itself."""

    accepted: int
    duplicates: int
    handed_out: list[Invitation]


def receive_touchpoints(
    connection: Connection, batch: list[Touchpoint], *, now: datetime, request_id: str, secret_key: str
) -> Received:
    """All or nothing. A touchpoint that is sent again changes nothing and is answered with the same links."""
    rules = [
        (version, trigger, *in_force)
        for version, trigger in triggers.in_force(connection)
        if (in_force := surveys.newest(connection, trigger.survey))
    ]
    fresh = touchpoints.claim(connection, batch)
    known = customers.upsert(connection, [t.customer for t in fresh], now)
    touchpoints.insert(connection, fresh, now)
    made = [
        _invite(
            touchpoint,
            known[touchpoint.customer.key],
            version,
            trigger,
            survey_version,
            survey,
            now,
            secret_key,
        )
        for touchpoint in fresh
        for version, trigger, survey_version, survey in rules
        if trigger.fires_on(touchpoint)
    ]
    invitations.insert(connection, made)
    events.append(
        connection,
        [_received(touchpoint, request_id) for touchpoint in fresh]
        + [_invited(invitation, request_id) for invitation in made],
    )
    by_link = [_id(trigger, t) for t in batch for _, trigger, *_ in rules if trigger.via == "link"]
    links = invitations.handed_out(connection, by_link) if by_link else []
    return Received(len(fresh), len(batch) - len(fresh), links)


def _id(trigger: Trigger, touchpoint: Touchpoint) -> UUID:
    return derived_id("invitation", trigger.key, touchpoint.source, touchpoint.id)


def _invite(
    touchpoint: Touchpoint,
    customer: Customer,
    trigger_version: int,
    trigger: Trigger,
    survey_version: int,
    survey: Survey,
    now: datetime,
    secret_key: str,
) -> Invitation:
    invitation_id = _id(trigger, touchpoint)
    state, reason = first_state(trigger.via, bool(customer.email))
    send_at = now + trigger.delay
    return Invitation(
        id=invitation_id,
        customer_key=customer.key,
        survey=survey.key,
        version=survey_version,
        trigger=trigger.key,
        trigger_version=trigger_version,
        touchpoint_source=touchpoint.source,
        touchpoint_id=touchpoint.id,
        token_hash=token_hash(token_of(invitation_id, secret_key)),
        via=trigger.via,
        language=survey.language_for(customer.language),
        context=touchpoint.context,
        state=state,
        reason=reason,
        created_at=now,
        send_at=send_at,
        expires_at=send_at + trigger.expires_after,
    )


def _received(touchpoint: Touchpoint, request_id: str) -> Event:
    data = {
        "source": touchpoint.source,
        "id": touchpoint.id,
        "type": touchpoint.type,
        "customer_key": touchpoint.customer.key,
        **touchpoint.context,
        "attributes": touchpoint.attributes,
    }
    return Event(new_id(), "survey.touchpoint.received", touchpoint.id, touchpoint.time, request_id, data)


def _invited(invitation: Invitation, request_id: str) -> Event:
    data = {
        "invitation_id": str(invitation.id),
        "customer_key": invitation.customer_key,
        "survey": invitation.survey,
        "version": invitation.version,
        "trigger": invitation.trigger,
        "trigger_version": invitation.trigger_version,
        "via": invitation.via,
        "reason": invitation.reason,
        **invitation.context,
    }
    kind = f"survey.invitation.{invitation.state}"
    return Event(new_id(), kind, str(invitation.id), invitation.created_at, request_id, data)
