"""What the survey service's worker does; each may run twice."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial

import httpx
import structlog
from psycopg import Connection

from shared import inside
from shared.clock import now
from shared.events import Event
from shared.follower import Handler, fetcher, for_a_while, keep_up
from shared.idempotency import forget_idempotency_keys
from shared.service import Service
from survey.correspondence import message_mail
from survey.domain.complaints import FORGOTTEN, REOPENED, RESOLVED, ROUTED, WITHDRAWN, Forgotten
from survey.letters import letter_mail
from survey.mail.connection import MailServerAway
from survey.mail.mailbox import MailboxAway, open_mailbox
from survey.mail.message import Mail
from survey.mail.outbox import Outbox
from survey.schemas.complaints import ForgottenSchema, NewsSchema
from survey.settings import SurveySettings, from_environment
from survey.store import device_keys, erasure
from survey.use_cases.apply_retention import apply_retention as take_away_what_is_old
from survey.use_cases.erase_again import erase_again
from survey.use_cases.fold_waterfall import fold_waterfall as fold_what_changed
from survey.use_cases.keep_partials import BATCH
from survey.use_cases.keep_partials import keep_partials as keep_due_partials
from survey.use_cases.note_complaints import note_complaints
from survey.use_cases.read_mailbox import read_mailbox as take_what_came
from survey.use_cases.release_anonymous_answers import (
    release_anonymous_answers as release_those_that_are_enough,
)
from survey.use_cases.send_invitations import send_invitations as send_due_invitations
from survey.use_cases.send_messages import send_messages as send_due_messages
from survey.use_cases.send_reminders import send_reminders as send_due_reminders

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {
    ("send_invitations",): 5,
    ("send_messages",): 5,
    ("read_mailbox",): 60,
    ("follow", "router"): 2,
    ("send_reminders",): 60,
    ("keep_partials",): 60,
    ("fold_waterfall",): 10,
    ("release_anonymous_answers",): 60,
    ("forget_answers",): 3600,
    ("destroy_device_keys",): 3600,
    ("apply_retention",): 3600,
}
# Other jobs want their turn, and a worker that is to stop ends its job first: what is left is another job's.
_AT_MOST = timedelta(seconds=15)

# One for all of them, so that a batch is one run: customers' rows are held before complaints are.
_TOLD = Handler(NewsSchema(), note_complaints)

log = structlog.get_logger()


@cache
def _service() -> Service[SurveySettings]:
    return Service.start("survey", "survey", from_environment())


@cache
def _client() -> httpx.Client:
    return inside.client(timeout=10)


def _erase_again(connection: Connection, told: list[tuple[Event, Forgotten]]) -> None:
    if n := erase_again(connection, told, _service().settings):
        log.info("customers.erased_again", n=n)


HANDLERS = {
    "router": {
        **dict.fromkeys((ROUTED, RESOLVED, WITHDRAWN, REOPENED), _TOLD),
        FORGOTTEN: Handler(ForgottenSchema(), _erase_again, lock=erasure.lock),
    }
}


def follow(source: str) -> None:
    """Note which complaints were opened and closed in the log of `source` since the last time."""
    service = _service()
    fetch = fetcher(_client(), service.settings.router_url, source, service.settings.internal_key)
    keep_up(service.read, service.change, source, for_a_while(fetch, now, _AT_MOST), HANDLERS[source])


def send_invitations() -> None:
    """Send the invitations that are due."""
    _send("send_invitations", send_due_invitations, partial(letter_mail, "invitation"))


def send_reminders() -> None:
    """Send the reminders that are due."""
    _send("send_reminders", send_due_reminders, partial(letter_mail, "reminder"))


def send_messages() -> None:
    """Send the messages that other services asked for and that are due."""
    _send("send_messages", send_due_messages, message_mail)


def read_mailbox() -> None:
    """Take in what came to the mailbox, if there is one."""
    service = _service()
    if service.settings.mailbox_url is None:
        return
    try:
        with open_mailbox(service.settings.mailbox_url) as mailbox:
            read = take_what_came(service.change, mailbox, now, _AT_MOST, service.settings.secret_key)
    except MailboxAway as error:
        log.warning("mailbox.away", error=str(error))
        return
    if read:
        log.info("mailbox.read", n=read)
        service.bell.ring(service.package, "read_mailbox")


def _send(job: str, send_due: Callable[..., int], compose: Callable[..., Mail]) -> None:
    service = _service()
    settings = service.settings
    outbox = Outbox(settings.smtp_url, connections=settings.mail_connections, rate=settings.mail_rate)
    try:
        with outbox:
            sent = send_due(service.change, outbox, partial(compose, settings), now, _AT_MOST)
    except MailServerAway as error:
        log.warning("mail.away", error=str(error))
        return
    if sent:
        log.info("mail.sent", job=job, n=sent)
        service.bell.ring(service.package, job)


def forget_answers() -> None:
    """Forget what requests with an Idempotency-Key were answered more than a day ago."""
    forget_idempotency_keys(_service())


def keep_partials() -> None:
    """Keep what customers chose and never sent, once nobody is expected to go on with it."""
    service = _service()
    with service.change() as connection:
        kept = keep_due_partials(connection, now=now())
    if kept:
        log.info("partials.kept", n=kept)
    if kept == BATCH:
        service.bell.ring(service.package, "keep_partials")


def release_anonymous_answers() -> None:
    """Let the anonymous answers go that are enough to go together."""
    service = _service()
    with service.change() as connection:
        released = release_those_that_are_enough(connection, now=now())
    if released:
        log.info("anonymous_answers.released", n=released)


def fold_waterfall() -> None:
    """Fold what happened to invitations into the waterfall by day."""
    fold_what_changed(_service().change, now, _AT_MOST)


def destroy_device_keys() -> None:
    """Destroy what the device marks of the days before were made with."""
    service = _service()
    with service.database.transaction() as connection:
        destroyed = device_keys.destroy(connection, now().date())
    if destroyed:
        log.info("device_keys.destroyed", n=destroyed)


def apply_retention() -> None:
    """Take away what is older than the retention policy allows."""
    service = _service()
    if not take_away_what_is_old(service.change, now, _AT_MOST):
        service.bell.ring(service.package, "apply_retention")
