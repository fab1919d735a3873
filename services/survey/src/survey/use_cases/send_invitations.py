"""Send the invitations that are due, by mail.

Each is claimed before it is sent and marked after. What can happen at most: a worker that dies between the mail
server's "accepted" and the mark leaves one message that goes out again when the lease of its claim has ended, with
the same Message-ID. A crash never repeats a batch.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id
from survey.domain.invitations import retry_at
from survey.domain.surveys import Survey
from survey.domain.touchpoints import Customer
from survey.mail import Mail, MailServerAway, Outbox, Refused
from survey.store import customers, invitations, surveys
from survey.store.invitations import Claimed

_BATCH = 50
_AWAY = timedelta(minutes=1)

Compose = Callable[[Claimed, Customer, Survey], Mail]


def send_invitations(
    transaction: Transaction, outbox: Outbox, compose: Compose, clock: Callable[[], datetime]
) -> int:
    """Send all that is due now and return how many went out. MailServerAway when the mail server is not there."""
    sent = 0
    while True:
        with transaction() as connection:
            batch = invitations.claim_due(connection, clock(), _BATCH)
            known = customers.find(connection, [item.customer_key for item in batch])
            mails = {
                item.id: compose(
                    item, known[item.customer_key], surveys.get(connection, item.survey, item.version)
                )
                for item in batch
                if item.customer_key in known and known[item.customer_key].email
            }
        if not batch:
            return sent
        for place, item in enumerate(batch):
            try:
                sent += _send(transaction, outbox, item, mails.get(item.id), clock)
            except MailServerAway:
                with transaction() as connection:
                    rest = [unsent.id for unsent in batch[place:]]
                    invitations.put_back(connection, rest, clock() + _AWAY, counted=False)
                raise


def _send(
    transaction: Transaction, outbox: Outbox, item: Claimed, mail: Mail | None, clock: Callable[[], datetime]
) -> int:
    """1 when the message went out, 0 when it will be tried again or never."""
    if mail is None:
        _fail(transaction, item, "no_address", clock())
        return 0
    try:
        outbox.send(mail)
    except Refused as refused:
        later = retry_at(clock(), item.attempts) if refused.temporary else None
        if later is None:
            _fail(transaction, item, "refused_by_mail_server", clock())
        else:
            with transaction() as connection:
                invitations.put_back(connection, [item.id], later, counted=True)
        return 0
    with transaction() as connection:
        if invitations.mark_sent(connection, item.id, clock()):
            _tell(connection, item, "survey.invitation.sent", None, clock())
    return 1


def _fail(transaction: Transaction, item: Claimed, reason: str, now: datetime) -> None:
    with transaction() as connection:
        if invitations.mark_failed(connection, item.id, reason):
            _tell(connection, item, "survey.invitation.failed", reason, now)


def _tell(connection: Connection, item: Claimed, kind: str, reason: str | None, now: datetime) -> None:
    data = {
        "invitation_id": str(item.id),
        "customer_key": item.customer_key,
        "survey": item.survey,
        "version": item.version,
        "reason": reason,
    }
    events.append(connection, [Event(new_id(), kind, str(item.id), now, f"send-{item.id}", data)])
