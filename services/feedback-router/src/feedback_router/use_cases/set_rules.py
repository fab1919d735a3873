"""Put teams and rules in force."""

from dataclasses import replace
from datetime import datetime

from psycopg import Connection

from feedback_router.domain.rules import RuleBook
from feedback_router.domain.teams import Person
from feedback_router.store import rules
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def set_rules(connection: Connection, book: RuleBook, *, now: datetime, request_id: str) -> Published:
    """Keep the book as the next version, unless nothing changed. It must be free of problems."""
    published = rules.put(connection, book, now)
    if published.is_new:
        data = {"version": published.version, **rules.to_definition(_without_addresses(book))}
        events.append(connection, [Event(new_id(), "router.rules.set", "rules", now, request_id, data)])
    return published


def _without_addresses(book: RuleBook) -> RuleBook:
    """The book as the event log may tell it: with people's keys and names, never with their addresses."""

    def known(people: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(replace(person, email=None) for person in people)

    teams = (
        replace(
            team,
            owners=known(team.owners),
            members=known(team.members),
            escalation=known(team.escalation),
        )
        for team in book.teams
    )
    executive = replace(book.executive, email=None) if book.executive else None
    return replace(book, teams=tuple(teams), executive=executive)
