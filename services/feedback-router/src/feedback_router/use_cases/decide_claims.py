"""Decide about items at once, within the limits of the policy in force; what it may not approve, a person decides.

Each item is one transaction: the decision, its event, the step in the item's history and the reply, or none of them.
"""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.domain.decisions import Claim, Decision, Outcome, Verdict, decide, inputs_of, why
from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.money import spoken
from feedback_router.domain.states import Status
from feedback_router.store import claims, decision_policies, decisions, feedback
from feedback_router.use_cases.reply_to_customer import Draft, reply_to_customer
from feedback_router.use_cases.tell_of_decision import tell_of_decision
from feedback_router.use_cases.word_reasons import in_words
from shared.follower import Transaction
from shared.i18n import LANGUAGES
from shared.ids import derived_id
from shared.settings import Settings

_BATCH = 200
# Who decides where no person does.
_BY = Actor("escucha", None)


def decide_claims(transaction: Transaction, settings: Settings, *, now: datetime) -> int:
    """Look at each item that waits, once, and return how many were decided. Safe to run twice at once."""
    decided = 0
    while True:
        with transaction() as connection:
            waiting = claims.waiting(connection, _BATCH)
        for feedback_id in waiting:
            with transaction() as connection:
                decided += decide_claim(connection, feedback_id, settings, now) is not None
        if len(waiting) < _BATCH:
            return decided


def decide_claim(
    connection: Connection, feedback_id: UUID, settings: Settings, now: datetime
) -> Decision | None:
    """The decision, if there is one: not where a person was faster, the policy has changed, or no rule fits."""
    # The item first, as whoever forgets a customer does: nobody then waits for the other.
    item = feedback.lock(connection, feedback_id, None)
    if item is None or not claims.take(connection, feedback_id):
        return None
    in_force = decision_policies.in_force(connection)
    if in_force is None or item.routed_at < in_force.set_at or item.status != Status.ROUTED:
        return None
    policy, claim = in_force.policy, claims.of_items(connection, [item])[item.id]
    rule = policy.fitting(claim.context, claim.touchpoint.type)
    if rule is None:
        return None
    decisions.hold(connection)
    verdict = decide(policy, rule, claim, decisions.spent(connection, policy, claim, now), now)
    decision = _drawn_up(item, policy, claim, verdict, now)
    _keep(connection, item, decision, now)
    if verdict.outcome is Outcome.APPROVED:
        draft = _reply(item, policy, verdict)
        request_id = f"decision-{decision.id}"
        reply_to_customer(connection, item.id, draft, settings, by=_BY, now=now, request_id=request_id)
    return decision


def _drawn_up(
    item: Feedback, policy: DecisionPolicy, claim: Claim, verdict: Verdict, now: datetime
) -> Decision:
    rule, facts = verdict.rule, why(policy, verdict)
    return Decision(
        id=derived_id("decision", str(item.id)),
        feedback_id=item.id,
        customer_key=item.customer_key,
        touchpoint_source=claim.touchpoint.source,
        touchpoint_id=claim.touchpoint.id,
        touchpoint_type=claim.touchpoint.type,
        outcome=verdict.outcome,
        policy_version=policy.version,
        rule=rule.key,
        team=rule.team,
        action=rule.action,
        amount=verdict.amount,
        currency=policy.currency,
        held_by=verdict.held_by,
        reason=in_words(facts, "en"),
        why=facts,
        inputs=inputs_of(claim, verdict),
        at=now,
        state=verdict.outcome,
    )


def _keep(connection: Connection, item: Feedback, decision: Decision, now: datetime) -> None:
    decisions.insert(connection, decision)
    detail = {
        "decision_id": str(decision.id),
        "outcome": decision.outcome,
        "rule": decision.rule,
        "policy_version": decision.policy_version,
        "held_by": decision.held_by,
        "why": decision.why,
    }
    step = Transition(now, "decide", item.status, item.status, _BY.name, decision.reason, detail)
    feedback.keep_step(connection, item.id, step)
    tell_of_decision(
        connection,
        decision,
        item,
        decision.outcome,
        by=_BY.name,
        now=now,
        request_id=f"decision-{decision.id}",
    )


def _reply(item: Feedback, policy: DecisionPolicy, verdict: Verdict) -> Draft:
    language = item.language if item.language in LANGUAGES else "en"
    words = verdict.rule.reply(language)
    amount = spoken(verdict.amount or 0, policy.currency, language)
    return Draft(
        id=derived_id("decision reply", str(item.id)),
        text=words.text.format(amount=amount).strip(),
        template=None,
        subject=words.subject.format(amount=amount),
        language=language,
    )
