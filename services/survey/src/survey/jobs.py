"""What the survey service's worker does; each may run twice."""

from functools import cache, partial

import structlog

from shared.clock import now
from shared.service import Service
from survey.letters import invitation_mail
from survey.mail import MailServerAway, Outbox
from survey.settings import SurveySettings, from_environment
from survey.use_cases.send_invitations import send_invitations as send_due

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {("send_invitations",): 5}

log = structlog.get_logger()


@cache
def _service() -> Service[SurveySettings]:
    return Service.start("survey", "survey", from_environment())


def send_invitations() -> None:
    """Send the invitations that are due."""
    service = _service()
    try:
        with Outbox(service.settings.smtp_url) as outbox:
            sent = send_due(service.change, outbox, partial(invitation_mail, service.settings), now)
    except MailServerAway as error:
        log.warning("mail.away", error=str(error))
    else:
        if sent:
            log.info("mail.sent", n=sent)
