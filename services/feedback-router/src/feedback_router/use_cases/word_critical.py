"""What an executive is told of critical failures, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from feedback_router.domain.digests import quoted
from feedback_router.domain.executives import PAUSE, Executive
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.links import Links
from feedback_router.domain.rules import RuleBook
from feedback_router.store.critical_notices import Group
from shared.i18n import Texts

MOST_QUOTED = 3
_MOST_GROUPS = 5

_TEXTS = Texts.of("feedback_router.executives")


@dataclass(frozen=True, slots=True)
class Words:
    """A mail."""

    subject: str
    text: str


def word_one(executive: Executive, item: Feedback, book: RuleBook, links: Links) -> Words:
    """What happened, where, who answers and by when; it quotes nobody."""
    values = {"executive": executive.name, **_facts(executive, item, book, links)}
    say = executive.language
    return Words(_TEXTS.say(say, "critical_subject", **values), _TEXTS.say(say, "critical_text", **values))


def word_many(
    executive: Executive, items: Sequence[Feedback], groups: Sequence[Group], book: RuleBook, links: Links
) -> Words:
    """How many there are, whose they are and what about, and the first of them in their customers' masked words."""

    def say(key: str, **values: Any) -> str:
        return _TEXTS.say(executive.language, key, **values)

    def group(of: Group) -> str:
        team = book.team(of.team).name
        return say("critical_about", team=team, theme=of.theme) if of.theme else team

    count = sum(one.count for one in groups)
    shown = groups[:_MOST_GROUPS]
    lines = [_line(one, group(one), links) for one in shown]
    if others := count - sum(one.count for one in shown):
        lines.append(f"- {say('critical_elsewhere')}: {others}")
    paragraphs = [
        say("greeting", executive=executive.name),
        say("critical_many", count=count),
        "\n".join(lines),
        say("critical_first"),
    ]
    for item in items:
        paragraphs += [
            say("critical_of_many", **_facts(executive, item, book, links)),
            f"“{quoted(item.text)}”",
        ]
    paragraphs += [
        say("critical_open", link=links.by_priority()),
        say("critical_rest", minutes=int(PAUSE.total_seconds() / 60)),
    ]
    return Words(say("critical_many_subject", count=count, most=group(groups[0])), "\n\n".join(paragraphs))


def place_of(journey: str | None, stage: str | None, language: str) -> str:
    """Where on which journey, by the names that the company gave them."""
    if journey is None:
        return _TEXTS.say(language, "no_journey")
    return f"{journey}, {stage}" if stage else journey


def _line(group: Group, name: str, links: Links) -> str:
    line = f"- {name}: {group.count}"
    return f"{line}\n{links.theme(group.theme_id)}" if group.theme_id else line


def _facts(executive: Executive, item: Feedback, book: RuleBook, links: Links) -> dict[str, Any]:
    team, person = book.team(item.team), book.person(item.accountable)
    due = (item.due_at or item.resolve_by).astimezone(ZoneInfo(executive.time_zone))
    return {
        "what": _what_happened(item, executive.language),
        "team": team.name,
        "person": person.name if person else team.name,
        "place": place_of(item.journey, item.stage, executive.language),
        "due": f"{due:%Y-%m-%d %H:%M} ({executive.time_zone})",
        "link": links.item(item.id),
    }


def _what_happened(item: Feedback, language: str) -> str:
    """The kinds of harm that make it severe, in words."""
    harms = dict.fromkeys(reason["harm"] for reason in item.severity_reasons or ())
    named = ", ".join(_TEXTS.say(language, f"harm_{harm}") for harm in harms)
    return named or _TEXTS.say(language, "harm_other")
