"""Send the invitations that are due, by mail. What can happen at most is told in `send_due`."""

from datetime import timedelta

from shared.follower import Transaction
from survey.mail.outbox import Outbox
from survey.store import sending
from survey.use_cases.send_due import Clock
from survey.use_cases.send_letters import Compose, send_letters

SENT = "survey.invitation.sent"


def send_invitations(
    transaction: Transaction, outbox: Outbox, compose: Compose, clock: Clock, for_at_most: timedelta
) -> int:
    """Send what is due for that long and return how many went out. MailServerAway when nobody takes mail."""
    return send_letters(sending, SENT, transaction, outbox, compose, clock, for_at_most)
