"""Take in a mail that came to us: a report about ours, an answer to a message, or the wish for no more surveys."""

import hashlib
from datetime import datetime
from typing import Literal

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import derived_id, new_id
from survey.domain.delivery_reports import UNKNOWN, read_report
from survey.domain.incoming import Incoming, read_mail
from survey.domain.invitations import token_hash
from survey.store import customers, invitations, mailbox_mails, messages
from survey.use_cases.take_delivery_report import take_delivery_report
from survey.use_cases.unsubscribe import unsubscribe

REPLIED = "survey.message.replied"

Outcome = Literal["report", "unsubscribed", "replied", "automatic", "other"]


def take_mail(connection: Connection, raw: bytes, *, now: datetime, secret_key: str) -> str:
    """What it was, as an Outcome. The same bytes again change nothing and are answered the same.

    Anybody can write to a mailbox. So only what proves that its sender had our mail has an effect: our Message-ID,
    which nobody can make up without the secret key, or the token of the customer's own link.
    """
    mail_id = derived_id("mail", hashlib.sha256(raw).hexdigest())
    if not mailbox_mails.begin(connection, mail_id, now):
        return mailbox_mails.outcome(connection, mail_id) or "other"
    outcome = _take(connection, raw, now, f"mail-{mail_id}", secret_key)
    mailbox_mails.settle(connection, mail_id, outcome)
    return outcome


def _take(connection: Connection, raw: bytes, now: datetime, request_id: str, secret_key: str) -> Outcome:
    if read_report(raw).outcome != UNKNOWN:
        take_delivery_report(connection, raw, now=now, request_id=request_id, proven_by=secret_key)
        return "report"
    mail = read_mail(raw)
    if mail.unsubscribe and _unsubscribed(connection, mail.unsubscribe, now, request_id):
        return "unsubscribed"
    if mail.automatic:
        return "automatic"
    if mail.text and _replied(connection, mail, now, request_id, secret_key):
        return "replied"
    return "other"


def _unsubscribed(connection: Connection, token: str, now: datetime, request_id: str) -> bool:
    invitation = invitations.by_token(connection, token_hash(token))
    if invitation is None:
        return False
    unsubscribe(connection, invitation.customer_key, now=now, request_id=request_id)
    return True


def _replied(connection: Connection, mail: Incoming, now: datetime, request_id: str, secret_key: str) -> bool:
    """The customer's words go into the event log, and nowhere else here."""
    for answered in mail.answers:
        if answered.mail != "message" or not answered.is_proven(secret_key):
            continue
        message = messages.sent(connection, answered.id)
        if message is None or message.customer_key is None:
            continue
        if not customers.hold(connection, [message.customer_key]):
            continue  # erased this very moment
        data = {
            "message_id": str(message.id),
            "reference": message.reference,
            "customer_key": message.customer_key,
            "text": mail.text,
        }
        events.append(connection, [Event(new_id(), REPLIED, str(message.id), now, request_id, data)])
        return True
    return False
