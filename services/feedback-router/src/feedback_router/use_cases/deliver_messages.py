"""Hand messages over to the survey service, which knows the addresses and sends the mail.

A message may be handed over twice when we die before we write it down; its id makes it one mail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog
from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.messages import Message, retry_at
from feedback_router.store import digests, feedback, messages
from feedback_router.use_cases.note_failed_mail import note_failed_mail
from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id

# Longer than any attempt takes: whoever claims a message and dies leaves it to the next one after this.
_LEASE = timedelta(minutes=2)
_REFUSALS = frozenset({400, 409, 413, 422})

log = structlog.get_logger()


@dataclass
class Refused(Exception):
    """The survey service will never take this message."""

    reason: str


@dataclass
class Unheard(Exception):
    """The survey service did not take it this time; perhaps later."""

    reason: str


Post = Callable[[Message], None]


def poster(client: httpx.Client, survey_url: str, key: str) -> Post:
    """Hands one message over by HTTP. Refused or Unheard when it is not taken."""

    def post(message: Message) -> None:
        try:
            answer = client.post(
                f"{survey_url}/survey/v1/messages",
                json={"id": str(message.id), "kind": message.kind, **message.body},
                headers={"Authorization": f"Bearer {key}"},
            )
        except httpx.HTTPError as error:
            raise Unheard(type(error).__name__) from error
        if answer.status_code in _REFUSALS:
            raise Refused(f"{answer.status_code}: {answer.text[:500]}")
        if not answer.is_success:
            raise Unheard(str(answer.status_code))

    return post


def deliver_messages(
    transaction: Transaction, post: Post, clock: Callable[[], datetime], for_at_most: timedelta
) -> int:
    """Hand over what is due, for that long, and return how many were taken. Who is not heard stops: it was one call
    too many already.
    """
    until, taken = clock() + for_at_most, 0
    while clock() < until:
        with transaction() as connection:
            message = messages.claim(connection, clock(), clock() + _LEASE)
        if message is None:
            break
        try:
            post(message)
        except Unheard as unheard:
            _try_later(transaction, message, unheard.reason, clock())
            break
        except Refused as refused:
            _settle(transaction, message, "given_up", refused.reason, clock())
        else:
            _settle(transaction, message, "handed_over", None, clock())
            taken += 1
    return taken


def _try_later(transaction: Transaction, message: Message, reason: str, now: datetime) -> None:
    log.warning("message.unheard", id=str(message.id), attempts=message.attempts, reason=reason)
    next_at = retry_at(now, message.attempts)
    if next_at is None:
        _settle(transaction, message, "given_up", reason, now)
        return
    with transaction() as connection:
        messages.put_back(connection, message.id, next_at, reason)


def _settle(transaction: Transaction, message: Message, state: str, error: str | None, now: datetime) -> None:
    """Keep what became of it, and tell it once: the answer of the survey service may come to two workers."""
    with transaction() as connection:
        # The item first, as whoever forgets a customer does: nobody then waits for the other.
        item = feedback.lock(connection, message.feedback_id, None) if error and message.feedback_id else None
        if not messages.settle(connection, message.id, state, error, now):
            return
        if error:
            _note_failure(connection, message, item, error, now)
        data = {
            "message_id": str(message.id),
            "kind": message.kind,
            "feedback_id": str(message.feedback_id) if message.feedback_id else None,
            "attempts": message.attempts,
        }
        request_id = f"message-{message.id}"
        event = Event(new_id(), f"router.message.{state}", str(message.id), now, request_id, data)
        events.append(connection, [event])


def _note_failure(
    connection: Connection, message: Message, item: Feedback | None, error: str, now: datetime
) -> None:
    log.error("message.given_up", id=str(message.id), reason=error)
    if message.kind == "digest":
        digests.settle(connection, message.id, None, error)
    request_id = f"message-{message.id}"
    note_failed_mail(connection, item, message.id, message.kind, "not_taken", now=now, request_id=request_id)
