"""A team's desk: what the team promises of an item that is laid on it, and when somebody must look after it."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feedback_router.domain.calendars import ALWAYS, add_working_time
from feedback_router.domain.service_levels import ServiceLevel, level_for, promise, warn_at
from feedback_router.domain.states import Terms
from feedback_router.domain.teams import Person, Team


@dataclass(frozen=True, slots=True)
class Desk:
    """A team as the rules have it, the public holidays that it keeps, and who is above everybody."""

    team: Team
    executive: Person | None
    holidays: Set[date]

    def terms(self, severity: int, now: datetime) -> Terms:
        """What holds for an item that the team takes now."""
        level = self._level(severity)
        promised = promise(level, now, self.team.calendar, self.holidays)
        return Terms(self.team.key, self.team.chain(self.executive), promised)

    def warn_at(self, due: datetime, now: datetime) -> datetime:
        """When to say that an item will soon be due."""
        return warn_at(now, due, self.team.calendar, self.holidays)

    def escalate_at(self, severity: int, now: datetime) -> datetime:
        """When the next in the chain must answer for an item that is overdue now."""
        pause = timedelta(hours=self.team.escalate_after_hours)
        if self._level(severity).around_the_clock:
            return add_working_time(now, pause, ALWAYS, frozenset())
        return add_working_time(now, pause, self.team.calendar, self.holidays)

    def knows(self, person: str) -> bool:
        """Whether an item can be assigned to this person. A team that names nobody knows everybody."""
        people = self.team.everybody
        return not people or any(known.key == person for known in people)

    def _level(self, severity: int) -> ServiceLevel:
        return level_for(severity, self.team.service_levels)
