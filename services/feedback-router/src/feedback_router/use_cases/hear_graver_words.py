"""What a customer adds may be graver than what they said first: then the item is as urgent as what was added."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from psycopg import Connection

from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.priority import priority
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.understanding import Severity, Understanding
from feedback_router.store import feedback
from feedback_router.use_cases.advance_feedback import Occasion, told
from feedback_router.use_cases.promise_anew import promise_anew
from feedback_router.use_cases.tell_executives import tell_executives
from feedback_router.use_cases.weigh_themes import urgency_of
from shared import events

_SEVERITY = "severity"


def hear_graver_words(
    connection: Connection, item: Feedback, added: Understanding, book: RuleBook, occasion: Occasion
) -> None:
    """Raise an item, open and locked, to the severity of what was added, where that is severe and higher: shades below
    are no news to anybody."""
    severity = int(added.severity)
    if severity < Severity.SEVERE or severity <= item.severity:
        return
    reasons = [*(item.severity_reasons or []), *map(asdict, added.severity_reasons)]
    graver = replace(item, severity=severity, severity_reasons=reasons)
    graver = _weighed(promise_anew(item, graver, book, occasion.at))
    feedback.revise(connection, graver)
    detail = {"team": item.team, _SEVERITY: severity}
    step = Transition(occasion.at, "revise", item.status, item.status, occasion.by, None, detail)
    feedback.keep_step(connection, item.id, step)
    tell_executives(connection, [graver], occasion)
    events.append(connection, [told(graver, "revised", occasion, from_team=item.team)])


def still_as_grave(item: Feedback, revised: Feedback, steps: Sequence[Transition]) -> Feedback:
    """The item after its comment was corrected, no milder than what was added to it: that still stands."""
    severity = max((step.detail.get(_SEVERITY, 0) for step in steps), default=0)
    if severity <= revised.severity:
        return revised
    return _weighed(replace(revised, severity=severity, severity_reasons=item.severity_reasons))


def _weighed(item: Feedback) -> Feedback:
    """With its priority; how many say the same enters it when the item is grouped again."""
    return replace(item, priority=priority(urgency_of(item, 1)))
