"""Read the mailbox: each mail in a transaction of its own, marked when that is committed."""

from datetime import timedelta

import structlog
from psycopg import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from shared.follower import Transaction
from survey.mail.mailbox import Mailbox
from survey.use_cases.send_due import Clock
from survey.use_cases.take_mail import take_mail

BATCH = 200

log = structlog.get_logger()


def read_mailbox(
    transaction: Transaction, mailbox: Mailbox, clock: Clock, for_at_most: timedelta, secret_key: str
) -> int:
    """Take what came in, for that long, and return how many mails that were. MailboxAway when nobody answers.

    Who dies between the commit and the mark reads the mail again, and finds that it was taken. A mail that can't be
    taken for whatever reason is left to a person, and those behind it are read.
    """
    until = clock() + for_at_most
    read = 0
    for name, raw in mailbox.unread(BATCH):
        try:
            with transaction() as connection:
                outcome = take_mail(connection, raw, now=clock(), secret_key=secret_key)
        except (OperationalError, InterfaceError, PoolTimeout):
            raise  # the database is away, which is no fault of the mail's
        except Exception as error:  # noqa: BLE001  told without its text, which may quote the mail
            log.error("mail.unreadable", error=type(error).__name__)
            outcome = "other"
        mailbox.mark(name, taken=outcome != "other")
        read += 1
        if clock() >= until:
            break
    return read
