"""Resolve a theme: its open items are resolved with what was done, and everyone in it who asked is told, once each.

What was done is kept at once; the items follow in batches (`close_themes`), since a theme may hold thousands.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.states import Resolve, RootCause, TransitionError
from feedback_router.domain.themes import Resolution
from feedback_router.domain.understanding import Kind
from feedback_router.store import complaints, feedback, rules, theme_figures, themes
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.reply_to_customer import Draft, reply_to_customer
from shared import events
from shared.events import Event
from shared.follower import Transaction
from shared.ids import derived_id, new_id
from shared.problems import not_found
from shared.settings import Settings

_BATCH = 100
_TEMPLATE = "solved"
# Who praises or merely tells has asked for nothing.
_ASKED = frozenset({Kind.COMPLAINT, Kind.QUESTION, Kind.SUGGESTION})


def resolve_theme(
    connection: Connection, theme_id: UUID, action: Resolve, *, by: Actor, now: datetime, request_id: str
) -> Resolution:
    """What is kept of it; the same again changes nothing. A team resolves its own items alone. Problem (404) when the
    actor sees no such theme, TransitionError when nothing of it is open.
    """
    themes.lock(connection)
    theme = themes.get(connection, theme_id)
    counted = theme_figures.counts(connection, [theme.id], by.team) if theme else []
    if theme is None or not counted:
        raise not_found("theme")
    what_was_done = action.what_was_done.strip()
    last = themes.last_resolution(connection, theme.id, by.team)
    if last and last.what_was_done == what_was_done and (last.closed_at is None or not counted[0].open):
        return last
    if not counted[0].open:
        raise TransitionError("Nothing in this theme is open; what was done about it is on record.")
    kept = themes.resolve(
        connection,
        Resolution(theme.id, 0, by.team, now, by.name, request_id, what_was_done, action.root_cause),
    )
    data = {
        "theme_id": str(theme.id),
        "team": by.team,
        "by": by.name,
        "open": counted[0].open,
        "root_cause": action.root_cause,
    }
    events.append(
        connection, [Event(new_id(), "router.theme.resolved", str(theme.id), now, request_id, data)]
    )
    return kept


def close_themes(change: Transaction, settings: Settings, *, now: datetime) -> int:
    """Resolve what is still open of resolved themes, and tell who asked; how many items these were.

    Each batch is one transaction with its events and mail. Safe to run twice at once: nobody closes a resolution that
    another closes, and an item that is resolved is not open any more.
    """
    closed = 0
    while True:
        with change() as connection:
            themes.lock(connection)
            resolution = themes.claim_resolution(connection)
            if resolution is None:
                return closed
            ids = themes.still_open(connection, resolution, _BATCH)
            for feedback_id in ids:
                _close(connection, feedback_id, resolution, settings, now)
            closed += len(ids)
            if len(ids) < _BATCH:
                themes.close_resolution(connection, resolution, now)


def _close(
    connection: Connection, feedback_id: UUID, resolution: Resolution, settings: Settings, now: datetime
) -> None:
    item = feedback.find(connection, [feedback_id])[0]
    book = rules.in_force(connection).book
    root_cause = RootCause(resolution.root_cause) if resolution.root_cause else None
    occasion = Occasion(resolution.by, now, resolution.request_id)
    resolved = move(connection, item, Resolve(resolution.what_was_done, root_cause), book, occasion)
    complaint = complaints.of_item(connection, item.id)
    if complaint is None and (item.customer_key is None or item.kind not in _ASKED):
        return
    # One to a customer, however many of their items are in the theme; who has no address sees it on each page.
    whom = item.customer_key or str(item.id)
    told = derived_id("theme-resolved", str(resolution.theme_id), resolution.at.isoformat(), whom)
    if theme_figures.is_told(connection, told):
        return
    reply_to_customer(
        connection,
        resolved.id,
        replace(_DRAFT, id=told),
        settings,
        by=Actor(resolution.by, None),
        now=now,
        request_id=resolution.request_id,
    )


_DRAFT = Draft(UUID(int=0), text=None, template=_TEMPLATE, subject=None, language=None)
