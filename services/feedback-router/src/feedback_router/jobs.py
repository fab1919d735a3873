"""What the feedback-router's worker does; each may run twice."""

from datetime import timedelta
from functools import cache
from uuid import UUID

import httpx
import structlog
from psycopg import Connection

from feedback_router.domain.contacts import Touchpoint
from feedback_router.domain.customers import ErasedCustomer
from feedback_router.domain.messages import Settled, WrittenBack
from feedback_router.domain.responses import Response
from feedback_router.schemas.customers import AnonymisedSchema, ErasedSchema, RetentionSchema
from feedback_router.schemas.messages import SettledSchema, WrittenBackSchema
from feedback_router.schemas.responses import ResponseSchema
from feedback_router.schemas.touchpoints import TouchpointSchema
from feedback_router.settings import RouterSettings, from_environment, text_models
from feedback_router.store import themes
from feedback_router.text.pipeline import Pipeline, load_pipeline
from feedback_router.use_cases import decide_claims as claims
from feedback_router.use_cases import deliver_messages as messages
from feedback_router.use_cases import find_themes as finding_themes
from feedback_router.use_cases import forget_complaints as complaints
from feedback_router.use_cases import forget_contacts as contacts
from feedback_router.use_cases import group_comments as grouping
from feedback_router.use_cases import read_amount_history as history
from feedback_router.use_cases import resolve_theme as resolving
from feedback_router.use_cases import send_digests as digests
from feedback_router.use_cases import send_praise as praise
from feedback_router.use_cases import tell_touchpoints as touchpoints
from feedback_router.use_cases import watch_service_levels as service_levels
from feedback_router.use_cases import watch_themes as watching_themes
from feedback_router.use_cases.add_customers_words import AddedWords
from feedback_router.use_cases.forget_customers import forget_customers
from feedback_router.use_cases.forget_who_answered import forget_who_answered
from feedback_router.use_cases.hear_of_messages import (
    hear_of_failed,
    hear_of_sent,
    hear_written_back,
    understand_written_back,
)
from feedback_router.use_cases.keep_agents import keep_agents
from feedback_router.use_cases.keep_amounts import forget_amounts, keep_amounts
from feedback_router.use_cases.keep_claims import keep_claims, keep_past_claims
from feedback_router.use_cases.keep_contacts import keep_contacts
from feedback_router.use_cases.learn_routing import learn_routing
from feedback_router.use_cases.reopen_denied import reopen_denied
from feedback_router.use_cases.revise_comments import Heard, revise_comments
from feedback_router.use_cases.route_comments import route_comments
from feedback_router.use_cases.understand_comments import Understood, understand_comments
from feedback_router.use_cases.understand_more import understand_more
from feedback_router.use_cases.write_to_executives import write_to_executives as write_notices
from shared import inside
from shared.clock import now
from shared.events import Event
from shared.follower import FeedError, Handler, fetcher, for_a_while, keep_up
from shared.idempotency import forget_idempotency_keys
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {
    ("follow", "survey"): 2,
    ("forget_answers",): 3600,
    ("forget_contacts",): 3600,
    ("forget_complaints",): 3600,
    ("watch_service_levels",): 30,
    ("tell_touchpoints",): 5,
    ("write_to_executives",): 5,
    ("deliver_messages",): 5,
    ("send_praise",): 300,
    ("understand_again",): 60,
    ("group_comments",): 5,
    ("find_themes",): 60,
    # After what was found is looked at: a digest names it.
    ("send_digests",): 60,
    ("watch_themes",): 600,
    ("close_themes",): 30,
    ("decide_claims",): 5,
    ("read_amount_history",): 60,
}
# Other jobs want their turn, and a worker that is to stop ends its job first: what is left is another job's.
_AT_MOST = timedelta(seconds=15)

log = structlog.get_logger()


@cache
def _service() -> Service[RouterSettings]:
    return Service.start("router", "feedback_router", from_environment())


@cache
def _client() -> httpx.Client:
    return inside.client(timeout=httpx.Timeout(10, connect=2))


@cache
def _pipeline() -> Pipeline:
    encoder, sentiment_model = text_models()
    return load_pipeline(encoder=encoder, sentiment_model=sentiment_model)


def _understand(told: list[tuple[Event, Response]]) -> list[Understood]:
    return understand_comments(told, _pipeline())


def _route(connection: Connection, heard: Heard) -> None:
    route_comments(connection, heard.understood, pipeline=_pipeline(), now=now())
    keep_claims(connection, heard.answers)
    reopen_denied(connection, heard.answers, now=now())


def _revise(connection: Connection, heard: Heard) -> None:
    revise_comments(connection, heard, pipeline=_pipeline(), now=now())
    keep_claims(connection, heard.answers)
    reopen_denied(connection, heard.answers, now=now())


def _hear(told: list[tuple[Event, Response]]) -> Heard:
    return Heard(told, _understand(told))


def _forget(connection: Connection, told: list[tuple[Event, ErasedCustomer]]) -> None:
    forget_customers(connection, told, secret=_service().settings.internal_key, now=now())


def _anonymise(connection: Connection, told: list[tuple[Event, tuple[UUID, ...]]]) -> None:
    forget_who_answered(connection, told, now=now())


def _fail(connection: Connection, heard: list[tuple[Event, Settled]]) -> None:
    hear_of_failed(connection, heard, now=now())


def _write_back(connection: Connection, heard: list[tuple[Event, WrittenBack, AddedWords]]) -> None:
    hear_written_back(connection, heard, now=now())


def _hear_back(told: list[tuple[Event, WrittenBack]]) -> list[tuple[Event, WrittenBack, AddedWords]]:
    return understand_written_back(told, _pipeline())


def _keep(connection: Connection, told: list[tuple[Event, Touchpoint]]) -> None:
    keep_contacts(connection, told)
    keep_amounts(connection, told)
    keep_agents(connection, told)


# Who changes items that are there already first takes the lock of themes, as grouping does, which changes them as well.
HANDLERS = {
    "survey": {
        "survey.response.submitted": Handler(ResponseSchema(), _route, _hear),
        "survey.response.corrected": Handler(ResponseSchema(), _revise, _hear, lock=themes.lock),
        "survey.touchpoint.received": Handler(TouchpointSchema(), _keep),
        "survey.message.sent": Handler(SettledSchema(), hear_of_sent),
        "survey.message.failed": Handler(SettledSchema(), _fail, lock=themes.lock),
        "survey.message.replied": Handler(WrittenBackSchema(), _write_back, _hear_back, lock=themes.lock),
        "survey.customer.erased": Handler(ErasedSchema(), _forget, lock=themes.lock),
        "survey.retention.applied": Handler(RetentionSchema(), contacts.hear_of_retention),
        "survey.responses.anonymised": Handler(AnonymisedSchema(), _anonymise, lock=themes.lock),
    }
}


# What is read once more when an amount is declared that nobody kept before.
AMOUNT_HISTORY = {
    "survey.touchpoint.received": Handler(TouchpointSchema(), keep_amounts),
    "survey.response.submitted": Handler(ResponseSchema(), keep_past_claims),
    "survey.customer.erased": Handler(ErasedSchema(), forget_amounts),
}


def follow(source: str) -> None:
    """Route what customers said since we last looked into the log of `source`."""
    service = _service()
    learn_routing(service.read, _pipeline())
    fetch = fetcher(_client(), service.settings.survey_url, source, service.settings.internal_key)
    if keep_up(service.read, service.change, source, for_a_while(fetch, now, _AT_MOST), HANDLERS[source]):
        write_to_executives()
        decide_claims()


def forget_answers() -> None:
    """Forget what requests with an Idempotency-Key were answered more than a day ago."""
    forget_idempotency_keys(_service())


def forget_contacts() -> None:
    """Forget touchpoints that the survey service has forgotten by its retention policy."""
    if n := contacts.forget_contacts(_service().change):
        log.info("contacts.forgotten", n=n)


def forget_complaints() -> None:
    """Forget complaints and reports that are older than the survey service's retention policy allows."""
    service = _service()
    settings = service.settings
    try:
        days = complaints.days_kept(_client(), settings.survey_url, settings.internal_key)
    except messages.Unheard as error:
        log.warning("retention_policy.unheard", reason=error.reason)
        return
    if n := complaints.forget_complaints(service.change, days, now=now()):
        log.info("complaints.forgotten", n=n)


def understand_again() -> None:
    """Understand some of the comments that came in before they were understood."""
    if n := understand_more(_service().read, _service().change, _pipeline(), now=now()):
        log.info("comments.understood_again", n=n)


def watch_service_levels() -> None:
    """Warn, tell what is overdue, escalate; and look how much waits in triage."""
    service = _service()
    steps = service_levels.watch_service_levels(service.change, service.settings, now=now())
    with service.change() as connection:
        service_levels.watch_triage(connection, service.settings, now=now())
    if steps:
        log.info("service_levels.watched", n=steps)


def write_to_executives() -> None:
    """Write to executives of what is critical, and hand the mail over."""
    service = _service()
    if n := write_notices(service.change, service.settings, now=now()):
        log.info("executives.written_to", n=n)
        deliver_messages()


def send_digests() -> None:
    """Send the executives' digests whose hour has come."""
    service = _service()
    if n := digests.send_digests(service.change, service.settings, now=now()):
        log.info("digests.sent", n=n)


def send_praise() -> None:
    """Send praise to the people whom it is for, where it is time."""
    service = _service()
    if n := praise.send_praise(service.change, service.settings, now=now()):
        log.info("praise.sent", n=n)


def deliver_messages() -> None:
    """Hand over the mail that waits to the survey service."""
    service = _service()
    post = messages.poster(_client(), service.settings.survey_url, service.settings.internal_key)
    if n := messages.deliver_messages(service.change, post, now, _AT_MOST):
        log.info("messages.handed_over", n=n)


def decide_claims() -> None:
    """Approve within limits what was routed, and send the replies; the rest a person has already."""
    service = _service()
    if n := claims.decide_claims(service.change, service.settings, now=now()):
        log.info("claims.decided", n=n)
        deliver_messages()


def read_amount_history() -> None:
    """Read what was told of amounts before they were declared, a part of it each time."""
    service = _service()
    fetch = fetcher(_client(), service.settings.survey_url, "survey", service.settings.internal_key)
    try:
        n = history.read_amount_history(service.read, service.change, fetch, AMOUNT_HISTORY, now, _AT_MOST)
    except FeedError as error:
        log.warning("feed.away", source=history.HISTORY, error=str(error))
    else:
        if n:
            log.info("amounts.history_read", n=n)


def tell_touchpoints() -> None:
    """Tell the survey service what happened to customers here, and then send the mail that waited for it."""
    service = _service()
    settings = service.settings
    post = touchpoints.touchpoint_poster(_client(), settings.survey_url, settings.internal_key)
    if n := touchpoints.tell_touchpoints(service.change, post, settings, now, _AT_MOST):
        log.info("touchpoints.told", n=n)
        deliver_messages()


def group_comments() -> None:
    """Put comments into themes, batch by batch."""
    service, until = _service(), now() + _AT_MOST
    while n := grouping.group_comments(service.read, service.change, _pipeline(), now=now()):
        log.info("comments.grouped", n=n)
        if now() > until:
            break


def find_themes() -> None:
    """Find themes among the comments that are on their own."""
    service = _service()
    if n := finding_themes.find_themes(service.read, service.change, _pipeline(), now=now()):
        log.info("themes.found", n=n)
        watch_themes()


def watch_themes() -> None:
    """Tell which themes grow beyond chance."""
    with _service().change() as connection:
        if n := watching_themes.watch_themes(connection, now=now()):
            log.info("themes.emerging", n=n)


def close_themes() -> None:
    """Resolve what is open of themes that were resolved, and tell who asked."""
    service = _service()
    if n := resolving.close_themes(service.change, service.settings, now=now()):
        log.info("themes.closed", n=n)
        deliver_messages()
