"""Teams and rules, in the version that is in force."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.calendars import OFFICE_HOURS, Calendar, Hours
from feedback_router.domain.desks import Desk
from feedback_router.domain.rules import FIRST_BOOK, TRIAGE_ALARM, Rule, RuleBook, ScoreAtMost
from feedback_router.domain.service_levels import DEFAULT_LEVELS, ServiceLevel
from feedback_router.domain.teams import ESCALATE_AFTER_HOURS, Description, Person, Team
from feedback_router.store import holidays
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("feedback_router.store", "rules")
# There is one book; its versions are kept like those of everything that is published.
_KEY = "rules"


@dataclass(frozen=True)
class InForce:
    """The book that decides now, and since when; the built-in one was never set."""

    book: RuleBook
    set_at: datetime | None


@dataclass(frozen=True)
class _Row:
    version: int
    definition: dict[str, Any]
    set_at: datetime


def put(connection: Connection, book: RuleBook, now: datetime) -> Published:
    """Put a book in force as the next version, whatever version it claims, unless nothing changed: neither does a book
    that was kept when less was said of teams, and is said again in more words.
    """
    if row := _newest(connection):
        newest = from_definition(row.definition, row.version)
        if replace(book, version=row.version) == newest:
            return Published(row.version, is_new=False)
    return versions.publish(connection, _SQL, _KEY, to_definition(book), now)


def in_force(connection: Connection) -> InForce:
    """The book that is in force: the built-in one until somebody sets another."""
    row = _newest(connection)
    return (
        InForce(from_definition(row.definition, row.version), row.set_at)
        if row
        else InForce(FIRST_BOOK, None)
    )


def desk(book: RuleBook, team: str, now: datetime) -> Desk:
    """A team's desk as it is at this moment."""
    known = book.team(team)
    return Desk(known, book.executive, holidays.around(known.calendar, now.year))


def to_definition(book: RuleBook) -> dict[str, Any]:
    """The book as the API shows and takes it."""
    definition = asdict(book)
    del definition["version"]
    return definition


def from_definition(definition: dict[str, Any], version: int) -> RuleBook:
    """The book that a well-formed definition describes. Books that were set long ago say less of their teams."""
    executive = definition.get("executive")
    return RuleBook(
        version,
        tuple(_team(team) for team in definition["teams"]),
        definition["triage"],
        tuple(_rule(rule) for rule in definition["rules"]),
        Person(**executive) if executive else None,
        definition.get("triage_alarm", TRIAGE_ALARM),
    )


def _team(definition: dict[str, Any]) -> Team:
    levels = definition.get("service_levels")
    return Team(
        key=definition["key"],
        name=definition["name"],
        description=definition["description"],
        descriptions=tuple(Description(**more) for more in definition.get("descriptions", ())),
        owners=tuple(Person(**person) for person in definition.get("owners", ())),
        members=tuple(Person(**person) for person in definition.get("members", ())),
        keywords=tuple(definition.get("keywords", ())),
        stages=tuple(definition.get("stages", ())),
        channels=tuple(definition.get("channels", ())),
        products=tuple(definition.get("products", ())),
        calendar=_calendar(definition.get("calendar")),
        service_levels=tuple(ServiceLevel(**level) for level in levels) if levels else DEFAULT_LEVELS,
        escalation=tuple(Person(**person) for person in definition.get("escalation", ())),
        escalate_after_hours=definition.get("escalate_after_hours", ESCALATE_AFTER_HOURS),
    )


def _calendar(definition: dict[str, Any] | None) -> Calendar:
    if definition is None:
        return OFFICE_HOURS
    hours = tuple(
        Hours(tuple(entry["days"]), entry["opens"], entry["closes"]) for entry in definition["hours"]
    )
    return Calendar(definition["time_zone"], hours, definition["country"], definition["region"])


def _rule(definition: dict[str, Any]) -> Rule:
    return Rule(
        key=definition["key"],
        team=definition["team"],
        words=tuple(definition["words"]),
        stages=tuple(definition["stages"]),
        journeys=tuple(definition["journeys"]),
        channels=tuple(definition["channels"]),
        owners=tuple(definition["owners"]),
        surveys=tuple(definition["surveys"]),
        segments=tuple(definition.get("segments", ())),
        touchpoint_types=tuple(definition.get("touchpoint_types", ())),
        products=tuple(definition.get("products", ())),
        kinds=tuple(definition.get("kinds", ())),
        topics=tuple(definition.get("topics", ())),
        severity_at_least=definition.get("severity_at_least"),
        score_at_most=tuple(ScoreAtMost(**limit) for limit in definition["score_at_most"]),
    )


def _newest(connection: Connection) -> _Row | None:
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        return cursor.execute(_SQL["newest"]).fetchone()
