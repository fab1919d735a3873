"""Draw up an executive's digest from how things stand; whom and what it names follows rules that are written down."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from psycopg import Connection

from feedback_router.domain import digests
from feedback_router.domain.digests import Digest, DigestItem, Figures, Late, Section
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.rules import RuleBook
from feedback_router.store import critical_failures, feedback, standings
from feedback_router.store.standings import LateRow, Period
from feedback_router.use_cases.name_theme import name_theme


def draw_up_digest(
    connection: Connection, digest_id: UUID, period: Period, day: date, book: RuleBook
) -> Digest:
    """What one executive should know of this time. It is said, too, where there is nothing."""
    executive = period.executive
    count, critical = critical_failures.noticed(
        connection, executive, period.since, period.until, digests.MOST_LINES
    )
    items = [
        *(_named("critical", item, "critical", book) for item in critical),
        *_to_read(connection, period, book),
        *_to_call(connection, period, book),
    ]
    return Digest(
        id=digest_id,
        executive=executive.key,
        day=day,
        since=period.since,
        until=period.until,
        language=executive.language,
        time_zone=executive.time_zone,
        figures=_figures(connection, period, count, book),
        items=tuple(items),
    )


def _figures(connection: Connection, period: Period, critical: int, book: RuleBook) -> Figures:
    step, windows = digests.comparable(period.since, period.until, standings.first(connection))
    counts = standings.counts(connection, period, step, windows)
    late = standings.late(connection, period)
    return Figures(
        came_in=sum(count.now for count in counts),
        usual=sum(count.before for count in counts) / windows if windows else None,
        critical=critical,
        unusual=digests.more_than_usual(counts, 1 / windows) if windows else (),
        overdue=sum(row.count for row in late),
        late=tuple(_late(row, book) for row in late[: digests.MOST_LINES]),
        decisions=standings.waiting_decisions(connection, period),
    )


def _late(row: LateRow, book: RuleBook) -> Late:
    team, person = book.team(row.team), book.person(row.accountable)
    return Late(team.name, person.name if person else team.name, row.count, row.oldest_due_at)


def _to_read(connection: Connection, period: Period, book: RuleBook) -> Iterator[DigestItem]:
    """The most urgent that is open, one of what was said most, and the newest praise: never by how angry they sound."""
    urgent = standings.most_urgent(connection, period)
    if urgent:
        yield _quoted(urgent, "most_urgent", book)
    if said := standings.said_most(connection, period, [urgent.id] if urgent else []):
        item, why = said
        kind, _, about = why.partition(":")
        if kind != "topic" and item.theme_id:
            about = name_theme(connection, item.theme_id, period.executive.language)
        yield _quoted(item, f"{kind}:{about}", book)
    if praise := standings.newest_praise(connection, period):
        yield _quoted(praise, "praise", book)


def _to_call(connection: Connection, period: Period, book: RuleBook) -> Iterator[DigestItem]:
    """The two customers whose open items matter most and who have been hurt, let down twice, or kept waiting."""
    called = list(digests.to_call(standings.waiting(connection, period)))
    found = {item.id: item for item in feedback.find(connection, [one.feedback_id for one, _ in called])}
    for one, why in called:
        item = found[one.feedback_id]
        yield _named("call", item, why, book, customer_key=one.customer_key)


def _quoted(item: Feedback, why: str, book: RuleBook) -> DigestItem:
    return _named("comment", item, why, book, words=digests.quoted(item.text))


def _named(
    section: Section,
    item: Feedback,
    why: str,
    book: RuleBook,
    *,
    words: str | None = None,
    customer_key: str | None = None,
) -> DigestItem:
    return DigestItem(
        section=section,
        feedback_id=item.id,
        why=why,
        team=book.team(item.team).name,
        journey=item.journey,
        stage=item.stage,
        is_open=item.state.is_open,
        words=words,
        customer_key=customer_key,
    )
