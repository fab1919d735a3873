"""What the scoring service's worker does; each may run twice."""

from datetime import timedelta
from functools import cache

import structlog
from psycopg import Connection

from scoring.domain.customers import ErasedCustomer
from scoring.schemas.attributes import PublishedSchema
from scoring.schemas.customers import AnonymisedSchema, ClearedSchema, ErasedSchema
from scoring.schemas.definitions import ContactPolicySetSchema, TriggerSetSchema
from scoring.schemas.feedback import (
    AcknowledgedSchema,
    KeptSchema,
    ReopenedSchema,
    ReroutedSchema,
    ResolvedSchema,
    RoutedSchema,
    WithdrawnSchema,
)
from scoring.schemas.invitations import InvitationSchema
from scoring.schemas.plain_responses import PlainSubmittedSchema
from scoring.schemas.plain_touchpoints import PlainTouchpointSchema
from scoring.settings import ScoringSettings, from_environment
from scoring.use_cases.count_feedback import count_feedback
from scoring.use_cases.count_invitations import count_invitations
from scoring.use_cases.count_responses import count_responses
from scoring.use_cases.forget_customers import forget_customers
from scoring.use_cases.keep_touchpoints import keep_touchpoints
from scoring.use_cases.look_for_gaming import look_where_it_is_time
from scoring.use_cases.make_at_risk_models import make_at_risk_models as make_what_is_ordered
from scoring.use_cases.note_definitions import note_definitions, note_surveys
from scoring.use_cases.predict_at_risk import mark_at_risk as mark_who_may_be_at_risk
from scoring.use_cases.predict_at_risk import predict_at_risk as predict_a_batch
from scoring.use_cases.refresh_cases import refresh_cases as refresh_a_batch
from shared import follower, inside
from shared.clock import now
from shared.events import Event
from shared.follower import Fetch, Handler, for_a_while
from shared.idempotency import forget_idempotency_keys
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {
    ("follow", "survey"): 2,
    ("follow", "router"): 2,
    ("refresh_cases",): 2,
    ("mark_at_risk",): 86400,
    ("predict_at_risk",): 60,
    ("forget_answers",): 3600,
    ("look_for_gaming",): 3600,
    ("make_at_risk_models",): 60,
}

# Other jobs want their turn, and a worker that is to stop ends its job first: what is left is another job's.
_AT_MOST = timedelta(seconds=15)


@cache
def _service() -> Service[ScoringSettings]:
    return Service.start("scoring", "scoring", from_environment())


def _forget(connection: Connection, told: list[tuple[Event, ErasedCustomer]]) -> None:
    forget_customers(connection, told, secret=_service().settings.internal_key)


_ANSWERED = Handler(PlainSubmittedSchema(), count_responses)
_INVITED = Handler(InvitationSchema(), count_invitations)

HANDLERS = {
    "survey": {
        "survey.response.submitted": _ANSWERED,
        "survey.response.corrected": _ANSWERED,
        "survey.invitation.scheduled": _INVITED,
        "survey.invitation.handed_out": _INVITED,
        "survey.invitation.sent": _INVITED,
        "survey.invitation.failed": _INVITED,
        "survey.invitation.suppressed": _INVITED,
        "survey.invitation.revoked": _INVITED,
        "survey.touchpoint.received": Handler(PlainTouchpointSchema(), keep_touchpoints),
        "survey.survey.published": Handler(PublishedSchema(), note_surveys),
        "survey.trigger.set": Handler(TriggerSetSchema(), note_definitions),
        "survey.contact_policy.set": Handler(ContactPolicySetSchema(), note_definitions),
        "survey.customer.erased": Handler(ErasedSchema(), _forget),
        "survey.responses.anonymised": Handler(AnonymisedSchema(), _forget),
    },
    "router": {
        "router.feedback.routed": Handler(RoutedSchema(), count_feedback),
        "router.feedback.kept": Handler(KeptSchema(), count_feedback),
        "router.feedback.rerouted": Handler(ReroutedSchema(), count_feedback),
        "router.feedback.acknowledged": Handler(AcknowledgedSchema(), count_feedback),
        "router.feedback.resolved": Handler(ResolvedSchema(), count_feedback),
        "router.feedback.withdrawn": Handler(WithdrawnSchema(), count_feedback),
        "router.feedback.reopened": Handler(ReopenedSchema(), count_feedback),
        "router.customer.erased": Handler(ClearedSchema(), _forget),
        "router.responses.anonymised": Handler(AnonymisedSchema(), _forget),
    },
}

log = structlog.get_logger()


@cache
def _fetch(source: str) -> Fetch:
    settings = _service().settings
    addresses = {"survey": settings.survey_url, "router": settings.router_url}
    return follower.fetcher(inside.client(timeout=10), addresses[source], source, settings.internal_key)


def follow(source: str) -> None:
    """Score what came into the log of `source`, survey or router, since the last time."""
    service = _service()
    some = for_a_while(_fetch(source), now, _AT_MOST)
    follower.keep_up(service.read, service.change, source, some, HANDLERS[source])


def refresh_cases() -> None:
    """Make the cases of customers again of whom something new is known, a batch after the other."""
    refreshed, until = 0, now() + _AT_MOST
    batch = 1
    while batch and now() < until:
        with _service().change() as connection:
            batch = refresh_a_batch(connection)
        refreshed += batch
    if refreshed:
        log.info("cases.refreshed", customers=refreshed)


def mark_at_risk() -> None:
    """Once a day, have everybody be looked at who is on their way and has not answered."""
    with _service().change() as connection:
        mark_who_may_be_at_risk(connection, now=now())


def predict_at_risk() -> None:
    """Predict who of those who are marked is unhappy, a batch after the other."""
    service, predicted, until = _service(), 0, now() + _AT_MOST
    batch = 1
    while batch and now() < until:
        with service.change() as connection:
            batch = predict_a_batch(connection, secret=service.settings.secret_key, now=now())
        predicted += batch
    if predicted:
        log.info("at_risk.predicted", customers=predicted)


def make_at_risk_models() -> None:
    """Make the models of who is at risk that were asked for."""
    service = _service()
    made = make_what_is_ordered(service.read, service.change, now=now())
    if made:
        service.bell.ring(service.package, "predict_at_risk")
        log.info("at_risk_models.made", orders=made)


def forget_answers() -> None:
    """Forget what requests with an Idempotency-Key were answered more than a day ago."""
    forget_idempotency_keys(_service())


def look_for_gaming() -> None:
    """Look once at each plan whose period is over; what is found waits for an auditor."""
    looked_at = look_where_it_is_time(_service().read, _service().change, now=now())
    if looked_at:
        log.info("gaming.looked_for", plans=looked_at)
