"""Take in a complaint: kept, understood, with a team, promised and told, before the customer sees the next page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.complaints import (
    CUSTOMER,
    MOST_AN_HOUR,
    QUESTION,
    SURVEY,
    Complaint,
    reference_hash,
    reference_of,
)
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.responses import Comment, Response
from feedback_router.domain.states import Comment as Note
from feedback_router.domain.touchpoints import RECEIVED, OutgoingTouchpoint
from feedback_router.store import (
    complaint_counts,
    complaints,
    erasure,
    feedback,
    originals,
    rules,
    touchpoints,
)
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.ask_triage import ask_triage
from feedback_router.use_cases.mask import masked
from feedback_router.use_cases.route_comments import route_comments
from feedback_router.use_cases.send_receipt import send_receipt
from feedback_router.use_cases.understand_comments import Understood, understand_comments
from feedback_router.use_cases.word_reasons import plain
from shared.events import Event
from shared.ids import derived_id, new_id
from shared.pseudonyms import pseudonym
from shared.sealed import seal
from shared.settings import Settings

# Somebody might type another's address to fill their mailbox: beyond this they see their receipts on the page only.
_RECEIPTS, _WHILE = 5, timedelta(hours=1)


@dataclass(frozen=True)
class Sent:
    """What the page sends: `form` is the number of the form; `email` and `order` are empty where nothing was given.

    `begun` says whether the page told that somebody began to write it, `repeated` that the same words have come in too
    often for chance.
    """

    form: UUID
    text: str
    email: str
    order: str
    language: str
    time_zone: str | None
    suspicious: bool
    begun: bool
    repeated: bool = False

    @property
    def id(self) -> UUID:
        """The same for the same form with the same words: who presses twice complains once."""
        return derived_id("complaint", str(self.form), self.text, self.email, self.order)


def understand_complaint(
    sent: Sent, settings: Settings, pipeline: Pipeline, *, now: datetime
) -> list[Understood]:
    """What is understood of it. Needs no database, and takes its time when the process does it first."""
    response = Response(
        response_id=sent.id,
        survey=SURVEY,
        version=1,
        customer_key=_customer_key(sent, settings),
        language=sent.language,
        submitted_at=now,
        journey=None,
        stage=None,
        channel=None,
        owner=None,
        segment=None,
        scores=(),
        comments=(Comment(QUESTION, sent.text),),
    )
    told = Event(new_id(), "router.complaint.received", str(sent.id), now, f"complaint-{sent.id}", {})
    return understand_comments([(told, response)], pipeline)


def take_complaint(
    connection: Connection,
    sent: Sent,
    understood: list[Understood],
    settings: Settings,
    pipeline: Pipeline,
    *,
    now: datetime,
    request_id: str,
) -> bool:
    """Keep it, once. False when its customer has been erased since the same form was sent before."""
    route_comments(connection, understood, pipeline=pipeline, now=now)
    item = feedback.lock(connection, derived_id("feedback", str(sent.id), QUESTION), None)
    if item is None or erasure.known(connection, [sent.id]):
        return False
    customer_key = _customer_key(sent, settings)
    complaint = Complaint(sent.id, item.id, sent.language, sent.time_zone, customer_key, now)
    reference = reference_of(sent.id, settings.secret_key)
    known_as = pseudonym(customer_key, settings.internal_key) if customer_key else None
    before = complaints.count_since(connection, customer_key, now - _WHILE) if customer_key else 0
    if not complaints.insert(connection, complaint, reference_hash(reference) or b"", known_as):
        return True
    complaint_counts.count_sent(connection, now.date(), sent.language, begun=sent.begun)
    doubt = _doubt(sent, before)
    item = _note(connection, sent, item, doubt, Occasion(CUSTOMER, now, request_id))
    if customer_key:
        _tell(connection, sent, complaint, customer_key, settings)
        if before < _RECEIPTS:
            send_receipt(connection, complaint, item, reference, settings.public_url, now=now)
    return True


def _doubt(sent: Sent, before: int) -> str | None:
    """Why a person should look whether this is a complaint; it is taken like any other, and nobody is turned away."""
    if sent.suspicious:
        return plain("suspicious")
    if sent.repeated:
        return plain("repeated")
    return plain("many") if before >= MOST_AN_HOUR else None


def _note(
    connection: Connection, sent: Sent, item: Feedback, doubt: str | None, occasion: Occasion
) -> Feedback:
    """What belongs to the item beside the customer's words."""
    book = rules.in_force(connection).book
    if doubt:
        item = ask_triage(
            connection, item, doubt, book, Occasion("escucha", occasion.at, occasion.request_id)
        )
    if sent.order:
        note = masked(sent.order, item.language)
        if note != sent.order:
            originals.add(connection, item.id, sent.order)
        item = move(connection, item, Note(note), book, occasion)
    return item


def _tell(
    connection: Connection, sent: Sent, complaint: Complaint, customer_key: str, settings: Settings
) -> None:
    """The survey service alone keeps addresses; until it has this one, it is sealed."""
    touchpoint = OutgoingTouchpoint(
        complaint.feedback_id,
        RECEIVED,
        complaint.received_at,
        customer_key,
        seal(sent.email, complaint.feedback_id.bytes, settings.secret_key),
    )
    touchpoints.put(connection, touchpoint)


def _customer_key(sent: Sent, settings: Settings) -> str | None:
    """The same for the same address, and of no use to who doesn't hold the secret."""
    if not sent.email:
        return None
    return f"complaint-{pseudonym(sent.email.lower(), settings.secret_key)[:32]}"
