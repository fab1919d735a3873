"""Hear what became of our mail to customers, and what they wrote back."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.messages import Settled, WrittenBack
from feedback_router.store import digests, feedback, messages, replies
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.add_customers_words import AddedWords, add_customers_words, understand_words
from feedback_router.use_cases.note_failed_mail import note_failed_mail
from shared.accepted import is_blank
from shared.events import Event


def hear_of_sent(connection: Connection, heard: list[tuple[Event, Settled]]) -> None:
    """These mails went out."""
    for event, message in heard:
        replies.settle(connection, message.message_id, "sent", None)
        digests.settle(connection, message.message_id, event.time, None)


def hear_of_failed(connection: Connection, heard: list[tuple[Event, Settled]], *, now: datetime) -> None:
    """These mails reached nobody: their items say so."""
    for event, message in heard:
        replies.settle(connection, message.message_id, "failed", message.reason)
        digests.settle(connection, message.message_id, None, message.reason)
        item_id = messages.item_of(connection, message.message_id)
        item = feedback.lock(connection, item_id, None) if item_id else None
        note_failed_mail(
            connection,
            item,
            message.message_id,
            message.kind,
            message.reason,
            now=now,
            request_id=event.request_id,
        )


def hear_written_back(
    connection: Connection, heard: list[tuple[Event, WrittenBack, AddedWords]], *, now: datetime
) -> None:
    """What customers answered to our mail belongs to the item; what was resolved is open again."""
    for event, answer, words in heard:
        item_id = messages.item_of(connection, answer.message_id)
        if item_id:
            add_customers_words(connection, item_id, words, now=now, request_id=event.request_id)


def understand_written_back(
    heard: list[tuple[Event, WrittenBack]], pipeline: Pipeline
) -> list[tuple[Event, WrittenBack, AddedWords]]:
    """What customers answered, understood; without what says nothing."""
    return [
        (event, answer, understand_words(answer.text, None, pipeline))
        for event, answer in heard
        if not is_blank(answer.text)
    ]
