"""What the survey service's worker does; each may run twice."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial

import structlog

from shared.clock import now
from shared.service import Service
from survey.domain.message_ids import Letter
from survey.letters import letter_mail
from survey.mail.connection import MailServerAway
from survey.mail.outbox import Outbox
from survey.settings import SurveySettings, from_environment
from survey.use_cases.send_invitations import send_invitations as send_due_invitations
from survey.use_cases.send_reminders import send_reminders as send_due_reminders

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {("send_invitations",): 5, ("send_reminders",): 60}
# Well below what a job may take: letters that are left are another job's.
_AT_MOST = timedelta(seconds=60)

log = structlog.get_logger()


@cache
def _service() -> Service[SurveySettings]:
    return Service.start("survey", "survey", from_environment())


def send_invitations() -> None:
    """Send the invitations that are due."""
    _send("send_invitations", "invitation", send_due_invitations)


def send_reminders() -> None:
    """Send the reminders that are due."""
    _send("send_reminders", "reminder", send_due_reminders)


def _send(job: str, letter: Letter, send_due: Callable[..., int]) -> None:
    service = _service()
    settings = service.settings
    outbox = Outbox(settings.smtp_url, connections=settings.mail_connections, rate=settings.mail_rate)
    try:
        with outbox:
            sent = send_due(service.change, outbox, partial(letter_mail, letter, settings), now, _AT_MOST)
    except MailServerAway as error:
        log.warning("mail.away", error=str(error))
        return
    if sent:
        log.info("mail.sent", letter=letter, n=sent)
        service.bell.ring(service.package, job)
