"""A team: who must act on a feedback item, by when, and who is asked when it does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from feedback_router.domain.calendars import OFFICE_HOURS, Calendar, hours_a_week, validate_hours
from feedback_router.domain.service_levels import DEFAULT_LEVELS, ServiceLevel, validate_levels

ESCALATE_AFTER_HOURS = 8.0
# Nothing is promised beyond this many of the team's weeks.
_WEEKS = 100


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company. Notices are sent to the address, in the language; without an address there are none."""

    key: str
    name: str
    email: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Description:
    """What a team answers for, in one more language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Team:
    """One product team; `description` says in words what it answers for.

    The first of the owners answers for what nobody was assigned to; members work in the team, and can be praised. What
    stays overdue goes up the escalation, one person after the other, each after so many working hours.
    """

    key: str
    name: str
    description: str
    descriptions: tuple[Description, ...] = ()
    owners: tuple[Person, ...] = ()
    members: tuple[Person, ...] = ()
    keywords: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    calendar: Calendar = OFFICE_HOURS
    service_levels: tuple[ServiceLevel, ...] = DEFAULT_LEVELS
    escalation: tuple[Person, ...] = ()
    escalate_after_hours: float = ESCALATE_AFTER_HOURS

    @property
    def everybody(self) -> tuple[Person, ...]:
        """Who owns the team, works in it, or is above it."""
        return (*self.owners, *self.members, *self.escalation)

    def chain(self, executive: Person | None) -> tuple[str, ...]:
        """Who answers for an item, and who after them; the accountable executive comes last.

        A team that names nobody answers as a whole.
        """
        people = (*self.owners[:1], *self.escalation, *((executive,) if executive else ()))
        keys = tuple(dict.fromkeys(person.key for person in people))
        return keys if self.owners else (whole(self.key), *keys)


def whole(team: str) -> str:
    """The name under which a team that names no owner answers for its items."""
    return f"team:{team}"


def validate_team(team: Team) -> Iterator[tuple[str, str]]:
    """What is wrong with a team by itself: where in it, and a sentence."""
    wrong_hours = list(validate_hours(team.calendar.hours))
    for number, sentence in wrong_hours:
        yield f"calendar.hours.{number}", sentence
    for number, sentence in validate_levels(team.service_levels):
        yield f"service_levels.{number}", sentence
    if not wrong_hours:
        yield from _too_long(team)


def _too_long(team: Team) -> Iterator[tuple[str, str]]:
    longest = hours_a_week(team.calendar.hours) * _WEEKS
    sentence = f"With the team's hours, this would take more than {_WEEKS} weeks."
    for number, level in enumerate(team.service_levels):
        if level.resolve_hours > longest and not level.around_the_clock:
            yield f"service_levels.{number}.resolve_hours", sentence
    if team.escalate_after_hours > longest:
        yield "escalate_after_hours", sentence
