"""What the scoring service's worker does; each may run twice."""

from functools import cache

import httpx
import structlog

from scoring.schemas.customers import ErasedSchema
from scoring.schemas.feedback import AcknowledgedSchema, ResolvedSchema, RoutedSchema
from scoring.schemas.responses import SubmittedSchema
from scoring.settings import ScoringSettings, from_environment
from scoring.use_cases.count_feedback import count_feedback
from scoring.use_cases.count_responses import count_responses
from scoring.use_cases.forget_customers import forget_customers
from shared import follower
from shared.follower import FeedError, Fetch, Handler
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {("follow", "survey"): 2, ("follow", "router"): 2}

HANDLERS = {
    "survey": {
        "survey.response.submitted": Handler(SubmittedSchema(), count_responses),
        "survey.customer.erased": Handler(ErasedSchema(), forget_customers),
    },
    "router": {
        "router.feedback.routed": Handler(RoutedSchema(), count_feedback),
        "router.feedback.acknowledged": Handler(AcknowledgedSchema(), count_feedback),
        "router.feedback.resolved": Handler(ResolvedSchema(), count_feedback),
        "router.customer.erased": Handler(ErasedSchema(), forget_customers),
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
