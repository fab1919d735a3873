"""What the feedback-router's worker does; each may run twice."""

from datetime import timedelta
from functools import cache
from uuid import UUID

import httpx
import structlog
from psycopg import Connection

from feedback_router.domain.customers import ErasedCustomer
from feedback_router.domain.messages import Settled, WrittenBack
from feedback_router.domain.responses import Response
from feedback_router.schemas.customers import AnonymisedSchema, ErasedSchema
from feedback_router.schemas.messages import SettledSchema, WrittenBackSchema
from feedback_router.schemas.responses import ResponseSchema
from feedback_router.schemas.touchpoints import TouchpointSchema
from feedback_router.settings import RouterSettings, from_environment, text_models
from feedback_router.text.pipeline import Pipeline, load_pipeline
from feedback_router.use_cases import deliver_messages as messages
from feedback_router.use_cases import tell_touchpoints as touchpoints
from feedback_router.use_cases import watch_service_levels as service_levels
from feedback_router.use_cases.forget_customers import forget_customers
from feedback_router.use_cases.forget_who_answered import forget_who_answered
from feedback_router.use_cases.hear_of_messages import hear_of_failed, hear_of_sent, hear_written_back
from feedback_router.use_cases.keep_contacts import keep_contacts
from feedback_router.use_cases.learn_routing import learn_routing
from feedback_router.use_cases.reopen_denied import reopen_denied
from feedback_router.use_cases.revise_comments import Heard, revise_comments
from feedback_router.use_cases.route_comments import route_comments
from feedback_router.use_cases.understand_comments import Understood, understand_comments
from feedback_router.use_cases.understand_more import understand_more
from shared import follower
from shared.clock import now
from shared.events import Event
from shared.follower import FeedError, Handler, fetcher
from shared.idempotency import forget_idempotency_keys
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {
    ("follow", "survey"): 2,
    ("forget_answers",): 3600,
    ("watch_service_levels",): 30,
    ("tell_touchpoints",): 5,
    ("deliver_messages",): 5,
    ("understand_again",): 60,
}
# Well below what a job may take: messages that are left are another job's.
_DELIVER_FOR = timedelta(seconds=60)

log = structlog.get_logger()


@cache
def _service() -> Service[RouterSettings]:
    return Service.start("router", "feedback_router", from_environment())


@cache
def _client() -> httpx.Client:
    return httpx.Client(timeout=httpx.Timeout(10, connect=2))


@cache
def _pipeline() -> Pipeline:
    encoder, sentiment_model = text_models()
    return load_pipeline(encoder=encoder, sentiment_model=sentiment_model)


def _understand(told: list[tuple[Event, Response]]) -> list[Understood]:
    return understand_comments(told, _pipeline())


def _route(connection: Connection, heard: Heard) -> None:
    route_comments(connection, heard.understood, pipeline=_pipeline(), now=now())
    reopen_denied(connection, heard.answers, now=now())


def _revise(connection: Connection, heard: Heard) -> None:
    revise_comments(connection, heard, pipeline=_pipeline(), now=now())
    reopen_denied(connection, heard.answers, now=now())


def _hear(told: list[tuple[Event, Response]]) -> Heard:
    return Heard(told, _understand(told))


def _forget(connection: Connection, told: list[tuple[Event, ErasedCustomer]]) -> None:
    forget_customers(connection, told, now=now())


def _anonymise(connection: Connection, told: list[tuple[Event, tuple[UUID, ...]]]) -> None:
    forget_who_answered(connection, told, now=now())


def _fail(connection: Connection, heard: list[tuple[Event, Settled]]) -> None:
    hear_of_failed(connection, heard, now=now())


def _write_back(connection: Connection, heard: list[tuple[Event, WrittenBack]]) -> None:
    hear_written_back(connection, heard, now=now())


HANDLERS = {
    "survey": {
        "survey.response.submitted": Handler(ResponseSchema(), _route, _hear),
        "survey.response.corrected": Handler(ResponseSchema(), _revise, _hear),
        "survey.touchpoint.received": Handler(TouchpointSchema(), keep_contacts),
        "survey.message.sent": Handler(SettledSchema(), hear_of_sent),
        "survey.message.failed": Handler(SettledSchema(), _fail),
        "survey.message.replied": Handler(WrittenBackSchema(), _write_back),
        "survey.customer.erased": Handler(ErasedSchema(), _forget),
        "survey.responses.anonymised": Handler(AnonymisedSchema(), _anonymise),
    }
}


def follow(source: str) -> None:
    """Route what customers said since we last looked into the log of `source`."""
    service = _service()
    learn_routing(service.read, _pipeline())
    fetch = fetcher(_client(), service.settings.survey_url, source, service.settings.internal_key)
    try:
        heard = follower.follow(service.read, service.change, source, fetch, HANDLERS[source])
    except FeedError as error:
        log.warning("feed.away", source=source, error=str(error))
    else:
        if heard:
            log.info("feed.followed", source=source, n=heard)


def forget_answers() -> None:
    """Forget what requests with an Idempotency-Key were answered more than a day ago."""
    forget_idempotency_keys(_service())


def understand_again() -> None:
    """Understand some of the comments that came in before they were understood."""
    if n := understand_more(_service().read, _service().change, _pipeline()):
        log.info("comments.understood_again", n=n)


def watch_service_levels() -> None:
    """Warn, tell what is overdue, escalate; and look how much waits in triage."""
    service = _service()
    steps = service_levels.watch_service_levels(service.change, now=now())
    with service.change() as connection:
        service_levels.watch_triage(connection, now=now())
    if steps:
        log.info("service_levels.watched", n=steps)


def deliver_messages() -> None:
    """Hand over the mail that waits to the survey service."""
    service = _service()
    post = messages.poster(_client(), service.settings.survey_url, service.settings.internal_key)
    if n := messages.deliver_messages(service.change, post, now, _DELIVER_FOR):
        log.info("messages.handed_over", n=n)


def tell_touchpoints() -> None:
    """Tell the survey service what happened to customers here, and then send the mail that waited for it."""
    service = _service()
    settings = service.settings
    post = touchpoints.touchpoint_poster(_client(), settings.survey_url, settings.internal_key)
    if n := touchpoints.tell_touchpoints(service.change, post, settings.secret_key, now, _DELIVER_FOR):
        log.info("touchpoints.told", n=n)
        deliver_messages()
