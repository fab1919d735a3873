"""Send the customer a receipt: the reference, who has the complaint, and by when they will hear of it."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.complaints import Complaint
from feedback_router.domain.dates import spoken
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.messages import Message
from feedback_router.store import messages, rules
from shared.i18n import Texts
from shared.ids import derived_id

_TEXTS = Texts.of("feedback_router")


def send_receipt(
    connection: Connection,
    complaint: Complaint,
    item: Feedback,
    reference: str,
    public_url: str,
    *,
    now: datetime,
) -> None:
    """Lay it out for the survey service, which sends it once it knows the address. One for each complaint."""
    team = rules.in_force(connection).book.team(item.team)
    zone, language = complaint.time_zone or team.calendar.time_zone, complaint.language
    values = {
        "team": team.name,
        "reference": reference,
        "link": f"{public_url}/c/{reference}",
        "seen_by": spoken(item.acknowledge_by, zone, language),
        "solved_by": spoken(item.resolve_by, zone, language),
        "zone": zone,
    }
    body = {
        "to": {"customer_key": complaint.customer_key},
        "language": language,
        "subject": _TEXTS.say(language, "receipt_subject", **values),
        "text": _TEXTS.say(language, "receipt_text", **values),
        "reference": str(item.id),
    }
    messages.put(connection, Message(_receipt(complaint), item.id, "receipt", body), now)


def is_receipt_sent(connection: Connection, complaint: Complaint) -> bool:
    """Whether one was laid out: not where nobody can be reached, nor where one address has complained too often."""
    return messages.item_of(connection, _receipt(complaint)) is not None


def _receipt(complaint: Complaint) -> UUID:
    return derived_id("receipt", str(complaint.id))
