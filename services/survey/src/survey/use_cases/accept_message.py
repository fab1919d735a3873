"""Take in a message that another service wants to be sent: once, however often it is asked for."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import Problem
from survey.domain.messages import Message
from survey.store import customers, messages

_UNKNOWN = "unknown_customer"


def accept_message(connection: Connection, message: Message, *, now: datetime, request_id: str) -> str:
    """The message's state. Problem (409) when another message has its id.

    A customer who is not known here, or not any more, is written to by nobody: the message has failed, its words are
    not kept, and the event names nobody, so that a message that comes after an erasure leaves no trace of the person.
    """
    known = message.customer_key is None or bool(customers.hold(connection, [message.customer_key]))
    keeping = message if known else replace(message, customer_key=None, subject="", text="")
    reason = None if known else _UNKNOWN
    if not messages.insert(connection, keeping, message.checksum, reason, now):
        return _state_of_the_same(connection, message)
    if reason is None:
        return "scheduled"
    told = message_told(
        message.id, message.kind, message.reference, None, "failed", reason, now=now, request_id=request_id
    )
    events.append(connection, [told])
    return "failed"


def _state_of_the_same(connection: Connection, message: Message) -> str:
    kept = messages.kept(connection, message.id)
    if kept is None or kept[1] != message.checksum:
        raise Problem(409, "Another message has this id already.")
    return kept[0]


def message_told(
    message_id: UUID,
    kind: str,
    reference: str | None,
    customer_key: str | None,
    state: str,
    reason: str | None,
    *,
    now: datetime,
    request_id: str,
) -> Event:
    """The event about a message that was sent or failed. It holds no address, and of staff nothing at all."""
    data = {
        "message_id": str(message_id),
        "kind": kind,
        "reference": reference,
        "customer_key": customer_key,
        "reason": reason,
    }
    return Event(new_id(), f"survey.message.{state}", str(message_id), now, request_id, data)
