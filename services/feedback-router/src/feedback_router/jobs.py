"""What the feedback-router's worker does; each may run twice."""

from functools import cache

import httpx
import structlog
from psycopg import Connection

from feedback_router.domain.customers import ErasedCustomer
from feedback_router.schemas.customers import ErasedSchema
from feedback_router.schemas.responses import ResponseSchema
from feedback_router.settings import RouterSettings, from_environment
from feedback_router.use_cases.forget_customers import forget_customers
from feedback_router.use_cases.route_comments import route_comments
from feedback_router.use_cases.understand_comments import Understood, understand_comments
from shared import follower
from shared.clock import now
from shared.events import Event
from shared.follower import FeedError, Handler, fetcher
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {("follow", "survey"): 2}

log = structlog.get_logger()


@cache
def _service() -> Service[RouterSettings]:
    return Service.start("router", "feedback_router", from_environment())


@cache
def _client() -> httpx.Client:
    return httpx.Client(timeout=httpx.Timeout(10, connect=2))


def _route(connection: Connection, understood: list[Understood]) -> None:
    route_comments(connection, understood, now=now())


def _forget(connection: Connection, told: list[tuple[Event, ErasedCustomer]]) -> None:
    forget_customers(connection, told, now=now())


HANDLERS = {
    "survey": {
        "survey.response.submitted": Handler(ResponseSchema(), _route, understand_comments),
        "survey.customer.erased": Handler(ErasedSchema(), _forget),
    }
}


def follow(source: str) -> None:
    """Route what customers said since we last looked into the log of `source`."""
    service = _service()
    fetch = fetcher(_client(), service.settings.survey_url, source, service.settings.internal_key)
    try:
        heard = follower.follow(service.read, service.change, source, fetch, HANDLERS[source])
    except FeedError as error:
        log.warning("feed.away", source=source, error=str(error))
    else:
        if heard:
            log.info("feed.followed", source=source, n=heard)
