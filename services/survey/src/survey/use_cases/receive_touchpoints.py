"""Take touchpoints in, each once, and invite whom the triggers and the contact policy say."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import derived_id, new_id
from survey.domain.contact_policy import Contact, Decision, Policy, decide
from survey.domain.invitations import Invitation, token_hash, token_of
from survey.domain.surveys import Survey
from survey.domain.touchpoints import Customer, Touchpoint
from survey.domain.triggers import Trigger, draw
from survey.store import (
    contact_policies,
    customers,
    invitations,
    suppressions,
    surveys,
    touchpoints,
    triggers,
)
from survey.store.triggers import InForce

# So long it is told that a customer's address was replaced: who looks for gaming asks where that comes before a survey.
_NEW_ADDRESS = timedelta(days=7)


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
    rules = triggers.in_force(connection)
    fresh = touchpoints.claim(connection, batch)
    # From here to the end of the transaction nobody else decides about these customers.
    known = customers.upsert(connection, [touchpoint.customer for touchpoint in fresh], now)
    touchpoints.insert(connection, fresh, now)
    eligible = [
        (touchpoint, rule) for touchpoint in fresh for rule in rules if rule.trigger.fires_on(touchpoint)
    ]
    made = _invite(connection, eligible, known, now, secret_key) if eligible else []
    anew = _addressed_anew(connection, made, now)
    events.append(
        connection,
        [_received(touchpoint, request_id) for touchpoint in fresh]
        + [_invited(invitation, invitation.customer_key in anew, request_id) for invitation in made],
    )
    by_link = [_id(rule.trigger, t) for t in batch for rule in rules if rule.trigger.via == "link"]
    links = invitations.handed_out(connection, by_link) if by_link else []
    return Received(len(fresh), len(batch) - len(fresh), links)


def _invite(
    connection: Connection,
    eligible: list[tuple[Touchpoint, InForce]],
    known: dict[str, Customer],
    now: datetime,
    secret_key: str,
) -> list[Invitation]:
    """An invitation for each, also for those who are not asked. What comes first in the batch counts for the rest."""
    keys = list({touchpoint.customer.key for touchpoint, _ in eligible})
    policy_version, policy = contact_policies.in_force(connection)
    history = _history(connection, keys, now, policy)
    objections = suppressions.reasons(connection, keys)
    made = []
    for touchpoint, rule in eligible:
        customer = known[touchpoint.customer.key]
        survey = surveys.get(connection, rule.trigger.survey, rule.survey_version)
        invitation_id = _id(rule.trigger, touchpoint)
        lot = draw(invitation_id, rule.version)
        decision = decide(
            policy,
            _as_asked(rule.trigger, survey),
            touchpoint,
            customer,
            history[customer.key],
            now,
            kind=survey.kind,
            draw=lot,
            objection=objections.get(customer.key),
        )
        history[customer.key] += decision.contacts(survey.key, survey.kind)
        language = survey.language_for(customer.language)
        made.append(
            _invitation(
                invitation_id, touchpoint, rule, decision, policy_version, lot, language, now, secret_key
            )
        )
    invitations.insert(connection, made)
    return made


def _as_asked(trigger: Trigger, survey: Survey) -> Trigger:
    """Who has answered an anonymous survey is not known, and so nobody is reminded of one."""
    return replace(trigger, reminder_after=None) if survey.anonymous else trigger


def _history(
    connection: Connection, keys: list[str], now: datetime, policy: Policy
) -> dict[str, list[Contact]]:
    history: dict[str, list[Contact]] = defaultdict(list)
    for asked in invitations.contacts(connection, keys, now - policy.memory):
        kind = surveys.get(connection, asked.survey, asked.version).kind
        history[asked.customer_key].append(Contact(asked.at, asked.survey, kind))
    return history


def _id(trigger: Trigger, touchpoint: Touchpoint) -> UUID:
    return derived_id("invitation", trigger.key, touchpoint.source, touchpoint.id)


def _invitation(
    invitation_id: UUID,
    touchpoint: Touchpoint,
    rule: InForce,
    decision: Decision,
    policy_version: int,
    lot: float,
    language: str,
    now: datetime,
    secret_key: str,
) -> Invitation:
    return Invitation(
        id=invitation_id,
        customer_key=touchpoint.customer.key,
        survey=rule.trigger.survey,
        version=rule.survey_version,
        trigger=rule.trigger.key,
        trigger_version=rule.version,
        touchpoint_source=touchpoint.source,
        touchpoint_id=touchpoint.id,
        token_hash=token_hash(token_of(invitation_id, secret_key)),
        via=rule.trigger.via,
        language=language,
        context=touchpoint.context,
        state=decision.state,
        reason=decision.reason,
        created_at=now,
        send_at=decision.send_at,
        expires_at=decision.expires_at,
        policy_version=policy_version,
        sample_rate=rule.trigger.sample_rate,
        draw=lot,
        remind_at=decision.remind_at,
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


def _addressed_anew(connection: Connection, made: list[Invitation], now: datetime) -> set[str]:
    keys = sorted({invitation.customer_key for invitation in made})
    return customers.addressed_anew(connection, keys, now - _NEW_ADDRESS) if keys else set()


def _invited(invitation: Invitation, address_changed: bool, request_id: str) -> Event:
    data = {
        "invitation_id": str(invitation.id),
        "customer_key": invitation.customer_key,
        "survey": invitation.survey,
        "version": invitation.version,
        "trigger": invitation.trigger,
        "trigger_version": invitation.trigger_version,
        "via": invitation.via,
        "reason": invitation.reason,
        "policy_version": invitation.policy_version,
        "sample_rate": invitation.sample_rate,
        "draw": invitation.draw,
        "address_changed": address_changed,
        **invitation.context,
    }
    kind = f"survey.invitation.{invitation.state}"
    return Event(new_id(), kind, str(invitation.id), invitation.created_at, request_id, data)
