"""Send each executive one digest a day, at the hour of their own clock."""

from datetime import datetime, timedelta

from psycopg import Connection

from feedback_router.domain.digests import Digest, token_hash, token_of
from feedback_router.domain.executives import Executive
from feedback_router.domain.links import Links
from feedback_router.domain.local_days import due_day
from feedback_router.domain.messages import Message
from feedback_router.store import digests, executives, messages, rules
from feedback_router.store.standings import Period
from feedback_router.use_cases.draw_up_digest import draw_up_digest
from feedback_router.use_cases.word_digest import in_plain_text, worded
from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import derived_id, new_id
from shared.settings import Settings

# What the first one of all tells of.
_A_DAY = timedelta(days=1)


def send_digests(transaction: Transaction, settings: Settings, *, now: datetime) -> int:
    """Send those that are due, and return how many; each is one transaction with its mail and its event.

    Whoever was not sent one for days is sent one that tells of them all. Safe to run twice at once: the primary key
    knows one digest a day.
    """
    with transaction() as connection:
        people = executives.in_force(connection).executives
    sent = 0
    for executive in people:
        with transaction() as connection:
            sent += _send(connection, executive, settings, now)
    return sent


def _send(connection: Connection, executive: Executive, settings: Settings, now: datetime) -> bool:
    day, last = due_day(now, executive.hour, executive.time_zone), digests.last_of(connection, executive.key)
    if last and (last.day >= day or last.until >= now):
        return False
    period = Period(executive, last.until if last else now - _A_DAY, now)
    book = rules.in_force(connection).book
    # Drawn up anew it is another mail: the one before may be on its way.
    digest_id = derived_id("digest", executive.key, str(day), str(now))
    digest = draw_up_digest(connection, digest_id, period, day, book)
    token = token_of(digest_id, settings.secret_key)
    if not digests.insert(connection, digest, token_hash(token)):
        return False
    link = f"{settings.public_url}/router/digests/{token}"
    messages.put(connection, _mail(digest, executive, link, Links(settings.public_url)), now)
    events.append(connection, [told_of_digest(digest, "made", now)])
    return True


def _mail(digest: Digest, executive: Executive, link: str, links: Links) -> Message:
    said = worded(digest, links)
    body = {
        "to": {"staff": executive.email},
        "language": digest.language,
        "subject": said.subject,
        "text": in_plain_text(said, executive.name, link, digest.language),
        "reference": str(digest.id),
    }
    return Message(digest.id, None, "digest", body)


def told_of_digest(digest: Digest, what: str, now: datetime) -> Event:
    """What the event log tells of a digest: whose, of which day, and the numbers; nobody's words."""
    data = {
        "digest_id": str(digest.id),
        "executive": digest.executive,
        "day": str(digest.day),
        "critical": digest.figures.critical,
        "overdue": digest.figures.overdue,
    }
    return Event(new_id(), f"router.digest.{what}", str(digest.id), now, f"digest-{digest.id}", data)
