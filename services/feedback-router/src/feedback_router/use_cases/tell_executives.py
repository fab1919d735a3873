"""Tell the executives at once that something critical happened; each item once, and without the customer's words."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from psycopg import Connection

from feedback_router.domain.executives import Executive
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.messages import Message
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.service_levels import MOST_SEVERE
from feedback_router.store import critical_failures, executives, messages
from feedback_router.use_cases.advance_feedback import Occasion, told
from shared import events
from shared.i18n import Texts
from shared.ids import derived_id

_TEXTS = Texts.of("feedback_router.executives")


def tell_executives(
    connection: Connection, items: Iterable[Feedback], book: RuleBook, occasion: Occasion
) -> None:
    """Notice those of these items that are critical and open, and that nobody has noticed before."""
    critical = [item for item in items if item.severity >= MOST_SEVERE and item.state.is_open]
    if not critical:
        return
    people = executives.in_force(connection)
    for item in critical:
        hearing = people.to_tell(item.journey)
        keys = [executive.key for executive in hearing]
        if critical_failures.insert(connection, item.id, keys, occasion.at):
            for executive in hearing:
                messages.put(connection, _notice(executive, item, book), occasion.at)
            events.append(connection, [told(item, "critical", occasion, executives=keys)])


def _notice(executive: Executive, item: Feedback, book: RuleBook) -> Message:
    language = executive.language
    team, person = book.team(item.team), book.person(item.accountable)
    due = (item.due_at or item.resolve_by).astimezone(ZoneInfo(executive.time_zone))
    values = {
        "executive": executive.name,
        "what": what_happened(item, language),
        "team": team.name,
        "person": person.name if person else team.name,
        "place": place_of(item.journey, item.stage, language),
        "due": f"{due:%Y-%m-%d %H:%M} ({executive.time_zone})",
        "item": item.id,
    }
    body = {
        "to": {"staff": executive.email},
        "language": language,
        "subject": _TEXTS.say(language, "critical_subject", **values),
        "text": _TEXTS.say(language, "critical_text", **values),
        "reference": str(item.id),
    }
    return Message(derived_id("critical", str(item.id), executive.key), item.id, "notice", body)


def what_happened(item: Feedback, language: str) -> str:
    """The kinds of harm that make it severe, in words."""
    harms = dict.fromkeys(reason["harm"] for reason in item.severity_reasons or ())
    named = ", ".join(_TEXTS.say(language, f"harm_{harm}") for harm in harms)
    return named or _TEXTS.say(language, "harm_unknown")


def place_of(journey: str | None, stage: str | None, language: str) -> str:
    """Where on which journey, by the names that the company gave them."""
    if journey is None:
        return _TEXTS.say(language, "no_journey")
    return f"{journey}, {stage}" if stage else journey
