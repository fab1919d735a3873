"""Which item comes first: by what happened, how long it waits and what was promised. Never by its tone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Points. A day of waiting counts one, and so does a day by which the promised time is nearer.
_BY_SEVERITY = 10.0
_VULNERABLE = 15.0
_BY_OTHERS = 1.0
MOST_OTHERS = 10
_DAY = timedelta(days=1)
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Urgency:
    """What counts: severity from 0 to 4, a person at risk, since when, until when, how many said the same."""

    severity: int
    vulnerable: bool
    submitted_at: datetime
    resolve_by: datetime
    others: int = 0


def priority(urgency: Urgency) -> float:
    """A number to sort by, the highest first.

    All items gain two points a day, one for waiting and one for the promise that comes nearer, so their order never
    depends on when it is looked at. The points are therefore counted from a fixed day instead of from today: only
    differences mean something.
    """
    waiting_since = (urgency.submitted_at - _BEGINNING) / _DAY
    promised = (urgency.resolve_by - _BEGINNING) / _DAY
    return round(_points(urgency) - waiting_since - promised, 4)


def in_words(urgency: Urgency) -> str:
    """What the priority is made of, in an English sentence."""
    parts = [f"severity {urgency.severity} gives {_BY_SEVERITY * urgency.severity:.0f}"]
    if urgency.vulnerable:
        parts.append(f"a person at risk {_VULNERABLE:.0f}")
    if urgency.others:
        parts.append(f"{urgency.others} who say the same {min(urgency.others, MOST_OTHERS) * _BY_OTHERS:.0f}")
    listed = ", ".join(parts)
    return f"{listed[0].upper()}{listed[1:]} points; each day of waiting and each day nearer to the promise one more."


def _points(urgency: Urgency) -> float:
    others = min(urgency.others, MOST_OTHERS) * _BY_OTHERS
    return _BY_SEVERITY * urgency.severity + (_VULNERABLE if urgency.vulnerable else 0.0) + others
