"""A digest in its reader's words: the same for the mail and for the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback_router.domain.dates import spoken, spoken_day
from feedback_router.domain.digests import Digest, DigestItem
from feedback_router.domain.links import Links
from feedback_router.domain.money import spoken as amount_in_words
from feedback_router.use_cases.word_critical import place_of
from shared.i18n import Texts

_TEXTS = Texts.of("feedback_router.executives")


@dataclass(frozen=True, slots=True)
class Way:
    """Where one can see more, and the words that lead there."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the words that it quotes, and where more of it stands."""

    text: str
    quote: str | None = None
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """All that a digest says."""

    subject: str
    title: str
    period: str
    parts: tuple[Part, ...]


def worded(digest: Digest, links: Links) -> Worded:
    """The digest in the language that it was made in, with times on the clock of its reader."""
    say = _Speaker(digest, links)
    day = spoken_day(digest.day, digest.language)
    return Worded(
        subject=say("digest_subject", day=day, headline=_headline(say)),
        title=say("digest_title", day=day),
        period=say("period", since=say.at(digest.since), until=say.at(digest.until), zone=digest.time_zone),
        parts=(
            Part(say("broke_title"), tuple(_broke(say))),
            Part(say("overdue_title"), (*_overdue(say), *_decisions(say))),
            Part(say("comments_title"), tuple(_comments(say))),
            Part(say("calls_title"), tuple(_calls(say))),
        ),
    )


def in_plain_text(said: Worded, executive: str, link: str, language: str) -> str:
    """The mail: an empty line between paragraphs."""
    paragraphs = [_TEXTS.say(language, "greeting", executive=executive), said.period]
    for part in said.parts:
        paragraphs.append(part.title.upper())
        for line in part.lines:
            paragraphs.append("\n".join([line.text, *(f"{way.text}: {way.address}" for way in line.ways)]))
            if line.quote:
                paragraphs.append(f"“{line.quote}”")
    paragraphs.append(_TEXTS.say(language, "say_read", link=link))
    return "\n\n".join(paragraphs)


class _Speaker:
    """Says things of one digest in its language."""

    def __init__(self, digest: Digest, links: Links) -> None:
        self.digest = digest
        self.links = links

    def __call__(self, key: str, **values: Any) -> str:
        return _TEXTS.say(self.digest.language, key, **values)

    def at(self, moment: datetime) -> str:
        return spoken(moment, self.digest.time_zone, self.digest.language)

    def subject(self, why: str, about: str) -> str:
        """What was said most: a theme's name is its customers' words, a topic's is ours."""
        known = _TEXTS.by_language[self.digest.language]
        return known.get(f"topic_{about}", about) if why == "topic" else about

    def about(
        self, key: str, item: DigestItem, *, quote: str | None = None, ways: tuple[Way, ...] = (), **more: str
    ) -> Line:
        """A line about an item, which leads there."""
        place = place_of(item.journey, item.stage, self.digest.language)
        there = Way(self("see_item"), self.links.item(item.feedback_id))
        return Line(self(key, place=place, team=item.team, **more), quote, (there, *ways))

    def ways_to_themes(self, why: str) -> tuple[Way, ...]:
        """Where a theme stands among the others."""
        if why not in ("emerging", "theme"):
            return ()
        is_emerging = why == "emerging"
        text = self("see_growing" if is_emerging else "see_themes")
        return (Way(text, self.links.themes(emerging=is_emerging)),)


def _headline(say: _Speaker) -> str:
    figures = say.digest.figures
    if figures.critical:
        return say("headline_critical", count=figures.critical)
    if figures.unusual:
        return say("headline_unusual")
    return say("headline_overdue", count=figures.overdue) if figures.overdue else say("headline_quiet")


def _broke(say: _Speaker) -> Iterator[Line]:
    digest, figures = say.digest, say.digest.figures
    if digest.nothing_broke:
        yield Line(say("nothing_broke_yet" if figures.usual is None else "nothing_broke"))
    named = digest.of("critical")
    for item in named:
        yield say.about("critical_line", item, state=say("open" if item.is_open else "closed"))
    if figures.critical > len(named):
        yield Line(say("critical_more", count=figures.critical - len(named)))
    for line in figures.unusual:
        values = {
            "place": place_of(line.journey, None, digest.language),
            "usual": _number(line.usual, digest.language),
        }
        yield Line(say("unusual_line", severity=line.severity, count=line.count, **values))
    if figures.usual is None:
        yield Line(say("came_in", count=figures.came_in))
    else:
        usual = _number(figures.usual, digest.language)
        yield Line(say("came_in_usual", count=figures.came_in, usual=usual))


def _overdue(say: _Speaker) -> Iterator[Line]:
    figures = say.digest.figures
    if not figures.overdue:
        yield Line(say("nothing_overdue"))
        return
    there = Way(say("see_due"), say.links.by_due_time())
    yield Line(say("overdue_count", count=figures.overdue), ways=(there,))
    for late in figures.late:
        due = say.at(late.oldest_due_at)
        yield Line(say("overdue_line", team=late.team, person=late.person, count=late.count, due=due))


def _decisions(say: _Speaker) -> Iterator[Line]:
    """Only where some wait: most companies let nothing be decided at once."""
    ways = (Way(say("see_decisions"), say.links.decisions()),)
    for waiting in say.digest.figures.decisions:
        values = {"count": waiting.count, "since": say.at(waiting.oldest_at)}
        if waiting.amount:
            amount = amount_in_words(waiting.amount, waiting.currency, say.digest.language)
            yield Line(say("decisions_line", amount=amount, **values), ways=ways)
        else:
            yield Line(say("decisions_line_no_amount", **values), ways=ways)


def _comments(say: _Speaker) -> Iterator[Line]:
    items = say.digest.of("comment")
    if not items:
        yield Line(say("no_comments"))
    for item in items:
        why, _, about = item.why.partition(":")
        said = item.words if item.words is not None else say("erased")
        reason = say(f"why_{why}", about=say.subject(why, about))
        yield say.about("comment_line", item, quote=said, ways=say.ways_to_themes(why), why=reason)


def _calls(say: _Speaker) -> Iterator[Line]:
    items = say.digest.of("call")
    if not items:
        yield Line(say("no_calls"))
        return
    for item in items:
        if item.customer_key is None:
            yield Line(say("erased"))
        else:
            yield say.about("call_line", item, customer=item.customer_key, why=say(f"why_{item.why}"))
    yield Line(say("calls_hint"))


def _number(value: float, language: str) -> str:
    written = f"{value:.1f}"
    return written if language == "en" else written.replace(".", ",")
