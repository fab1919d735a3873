"""Which item comes first: by what happened, how long it waits and what was promised. Never by its tone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from feedback_router.domain.reasons import Why

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


def made_of(urgency: Urgency) -> Why:
    """What the priority is made of: how many points each part gives, beside one for each day."""
    return {
        "code": "priority",
        "severity": urgency.severity,
        "severity_points": round(_BY_SEVERITY * urgency.severity),
        "vulnerable_points": round(_VULNERABLE) if urgency.vulnerable else 0,
        "others": urgency.others,
        "others_points": round(min(urgency.others, MOST_OTHERS) * _BY_OTHERS),
    }


def _points(urgency: Urgency) -> float:
    others = min(urgency.others, MOST_OTHERS) * _BY_OTHERS
    return _BY_SEVERITY * urgency.severity + (_VULNERABLE if urgency.vulnerable else 0.0) + others
