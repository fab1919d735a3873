"""What the scoring service's worker does; each may run twice."""

from functools import cache

import httpx
import structlog

from scoring.schemas.attributes import PublishedSchema
from scoring.schemas.customers import AnonymisedSchema, ErasedSchema
from scoring.schemas.feedback import AcknowledgedSchema, ReroutedSchema, ResolvedSchema, RoutedSchema
from scoring.schemas.invitations import InvitationSchema
from scoring.schemas.plain_responses import PlainSubmittedSchema
from scoring.schemas.touchpoints import TouchpointReceivedSchema
from scoring.settings import ScoringSettings, from_environment
from scoring.use_cases.count_feedback import count_feedback
from scoring.use_cases.count_invitations import count_invitations, note_kinds
from scoring.use_cases.count_responses import count_responses
from scoring.use_cases.forget_customers import forget_customers
from scoring.use_cases.keep_touchpoints import keep_touchpoints
from scoring.use_cases.refresh_cases import refresh_cases as refresh_a_batch
from shared import follower
from shared.follower import FeedError, Fetch, Handler
from shared.idempotency import forget_idempotency_keys
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {
    ("follow", "survey"): 2,
    ("follow", "router"): 2,
    ("refresh_cases",): 2,
    ("forget_answers",): 3600,
}

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
        "survey.touchpoint.received": Handler(TouchpointReceivedSchema(), keep_touchpoints),
        "survey.survey.published": Handler(PublishedSchema(), note_kinds),
        "survey.customer.erased": Handler(ErasedSchema(), forget_customers),
        "survey.responses.anonymised": Handler(AnonymisedSchema(), forget_customers),
    },
    "router": {
        "router.feedback.routed": Handler(RoutedSchema(), count_feedback),
        "router.feedback.rerouted": Handler(ReroutedSchema(), count_feedback),
        "router.feedback.acknowledged": Handler(AcknowledgedSchema(), count_feedback),
        "router.feedback.resolved": Handler(ResolvedSchema(), count_feedback),
        "router.customer.erased": Handler(ErasedSchema(), forget_customers),
        "router.responses.anonymised": Handler(AnonymisedSchema(), forget_customers),
    },
}

log = structlog.get_logger()


@cache
def _service() -> Service[ScoringSettings]:
    return Service.start("scoring", "scoring", from_environment())


@cache
def _fetch(source: str) -> Fetch:
    settings = _service().settings
    addresses = {"survey": settings.survey_url, "router": settings.router_url}
    return follower.fetcher(httpx.Client(timeout=10), addresses[source], source, settings.internal_key)


def follow(source: str) -> None:
    """Score what came into the log of `source`, survey or router, since the last time."""
    try:
        n = follower.follow(_service().read, _service().change, source, _fetch(source), HANDLERS[source])
    except FeedError as error:
        log.warning("feed.away", source=source, error=str(error))
    else:
        if n:
            log.info("feed.followed", source=source, n=n)


def refresh_cases() -> None:
    """Make the cases of all customers again of whom something new is known."""
    refreshed = 0
    while True:
        with _service().change() as connection:
            batch = refresh_a_batch(connection)
        refreshed += batch
        if not batch:
            break
    if refreshed:
        log.info("cases.refreshed", customers=refreshed)


def forget_answers() -> None:
    """Forget what requests with an Idempotency-Key were answered more than a day ago."""
    forget_idempotency_keys(_service())
