"""Write to executives of what is critical: of the first at once, of what follows soon after in one mail.

What is to be told stands in rows that were written with the items, so nothing is lost and nothing is told twice,
whenever a worker dies.
"""

from dataclasses import replace
from datetime import datetime

from psycopg import Connection

from feedback_router.domain.executives import PAUSE, Executive
from feedback_router.domain.links import Links
from feedback_router.domain.messages import Message
from feedback_router.store import critical_notices, executives, messages, rules
from feedback_router.use_cases.name_theme import name_theme
from feedback_router.use_cases.word_critical import MOST_QUOTED, word_many, word_one
from shared.follower import Transaction
from shared.ids import derived_id
from shared.settings import Settings


def write_to_executives(transaction: Transaction, settings: Settings, *, now: datetime) -> int:
    """Write to each executive for whom something waits and who was not written to just now; how many mails these were.

    Each is one transaction. Safe to run twice at once: who comes second finds that somebody has just been written to.
    """
    with transaction() as connection:
        waiting = critical_notices.waiting(connection)
        people = [one for one in executives.in_force(connection).executives if one.key in waiting]
    written = 0
    for executive in people:
        with transaction() as connection:
            written += _write(connection, executive, Links(settings.public_url), now)
    return written


def _write(connection: Connection, executive: Executive, links: Links, now: datetime) -> bool:
    message_id = derived_id("critical", executive.key, str(now))
    count = critical_notices.take(connection, executive.key, message_id, now, now - PAUSE)
    if not count:
        return False
    book = rules.in_force(connection).book
    items = critical_notices.first(connection, message_id, MOST_QUOTED)
    if count == 1:
        about, said = items[0].id, word_one(executive, items[0], book, links)
    else:
        groups = [
            replace(one, theme=name_theme(connection, one.theme_id, executive.language))
            if one.theme_id
            else one
            for one in critical_notices.groups(connection, message_id)
        ]
        about, said = None, word_many(executive, items, groups, book, links)
    body = {
        "to": {"staff": executive.email},
        "language": executive.language,
        "subject": said.subject,
        "text": said.text,
        "reference": str(about or message_id),
    }
    messages.put(connection, Message(message_id, about, "notice", body), now)
    return True
