"""When an item with new words is due: no correction and no addition puts a promise off."""

from dataclasses import replace
from datetime import datetime

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.service_levels import Alarm, Promise
from feedback_router.store import rules


def promise_anew(item: Feedback, revised: Feedback, book: RuleBook, now: datetime) -> Feedback:
    """The revised item, which is open, with its promise: graver words bring it forward, and another team has time to
    look."""
    desk = rules.desk(book, revised.team, now)
    revised = _earlier(item, revised, desk.terms(revised.severity, now).promise)
    if revised.due_at and revised.due_at != item.due_at:
        return replace(revised, check_at=desk.warn_at(revised.due_at, now), alarm=Alarm.NONE)
    return revised


def _earlier(item: Feedback, revised: Feedback, anew: Promise) -> Feedback:
    """With the earlier of both promises, and the alarms that were given."""
    same_team = revised.team == item.team
    return replace(
        revised,
        acknowledge_by=min(item.acknowledge_by, anew.acknowledge_by) if same_team else anew.acknowledge_by,
        resolve_by=min(item.resolve_by, anew.resolve_by),
        check_at=item.check_at,
        alarm=item.alarm,
    )
