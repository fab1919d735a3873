"""How a complaint stands, in words for its customer: who has it, by when they hear of it, and whether we are late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from feedback_router.domain.complaints import Complaint
from feedback_router.domain.dates import spoken
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.service_levels import Alarm
from feedback_router.domain.states import UNSEEN, Status


@dataclass(frozen=True)
class Standing:
    """Sentences, the most important first; `zone` is the place of their times, None where it is the customer's own.

    `hint` says what comes of asking for a person.
    """

    sentences: tuple[str, ...]
    hint: str
    open: bool
    late: bool
    received_at: str
    team: str
    what_was_done: str | None
    zone: str | None
    time_zone: str
    language: str

    def moment(self, at: datetime) -> str:
        """A moment on the same clock as the others."""
        return spoken(at, self.time_zone, self.language)


def standing_of(
    item: Feedback,
    complaint: Complaint,
    book: RuleBook,
    text: Mapping[str, str],
    language: str,
    *,
    asked: bool,
    now: datetime,
) -> Standing:
    """How it stands at this moment; `asked` says whether the customer asked for a person."""
    team = book.team(item.team)
    zone = complaint.time_zone or team.calendar.time_zone
    is_late = item.due_at is not None and item.due_at <= now
    values = {
        "team": team.name,
        "seen_by": spoken(item.acknowledge_by, zone, language),
        "solved_by": spoken(item.resolve_by, zone, language),
        "at": spoken(item.resolved_at or now, zone, language),
    }
    keys = _sentences(item, book, is_late=is_late, asked=asked)
    is_top = item.escalations + 1 >= len(team.chain(book.executive))
    return Standing(
        sentences=tuple(text[key].format(**values) for key in keys),
        hint=text["person_hint_team" if is_top else "person_hint"].format(**values),
        open=item.state.is_open,
        late=is_late,
        received_at=text["received_on"].format(at=spoken(complaint.received_at, zone, language)),
        team=team.name,
        what_was_done=item.what_was_done,
        zone=None if complaint.time_zone else text["zone"].format(zone=zone),
        time_zone=zone,
        language=language,
    )


def _sentences(item: Feedback, book: RuleBook, *, is_late: bool, asked: bool) -> Iterator[str]:
    match item.status:
        case Status.RESOLVED:
            yield "resolved"
            return
        case Status.WITHDRAWN:
            yield "withdrawn"
            return
    if is_late:
        yield (
            "late_unread" if item.status in UNSEEN and item.due_at == item.acknowledge_by else "late_unsolved"
        )
        if item.alarm == Alarm.OVERDUE and (person := book.person(item.accountable)) and person.email:
            yield "late_told"
    elif item.status == Status.ACKNOWLEDGED:
        yield "reading"
    elif item.status == Status.REOPENED:
        yield "reopened"
    else:
        yield "sorting" if item.team == book.triage else "waiting"
    if not is_late:
        yield "solved_by"
    if asked:
        above = book.team(item.team).chain(book.executive)[1:]
        yield "asked_person" if item.accountable in above else "asked_team"
