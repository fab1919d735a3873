"""The facts in a calm text that make a comment severe, and what it is about, by the project's own phrases."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from feedback_router.domain.folding import fold
from feedback_router.domain.phrases import Phrase, PhraseIndex, parse_phrase, spelled
from feedback_router.domain.understanding import Harm, Severity, SeverityReason

_DENIED = re.compile(
    r"\b(?:no|not|nobody|without|never|wasn't|weren't|isn't|nadie|ningun|sin|sem|nao|ninguem|nenhum|nem)\b"
    r"(?:\s+\w+){0,2}\s*$"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says: the harms, worst first, the level of the worst, and the topics, most spoken of first.

    Somebody's vulnerability is a harm that makes others worse but is none by itself: it has no level.
    """

    harms: tuple[SeverityReason, ...]
    level: Severity
    vulnerable: bool
    topics: tuple[str, ...]


_NO_FACTS = Facts((), Severity.NONE, vulnerable=False, topics=())


@dataclass(frozen=True, slots=True)
class _Lists:
    harms: dict[Phrase, tuple[Harm, int]]
    topics: dict[Phrase, str]
    index: PhraseIndex


def find(calm_text: str, words: Sequence[str]) -> Facts:
    """The facts of a calm text, given its words. A harm that is denied ("nobody was hurt") is none."""
    lists = _lists()
    found = lists.index.positions(words)
    if not found:
        return _NO_FACTS
    spoken_of = list(filter(None, map(lists.topics.get, found)))
    topics = tuple(sorted(dict.fromkeys(spoken_of), key=spoken_of.count, reverse=True))
    harmful = {phrase: first for phrase, first in found.items() if phrase in lists.harms}
    if not harmful:
        return Facts((), Severity.NONE, vulnerable=False, topics=topics)
    harms = _harms(spelled(harmful, calm_text), calm_text)
    level = max((level for level, reason in harms if reason.harm is not Harm.VULNERABILITY), default=0)
    return Facts(
        tuple(dict.fromkeys(reason for _, reason in harms)),
        Severity(level),
        any(reason.harm is Harm.VULNERABILITY for _, reason in harms),
        topics,
    )


def _harms(said: Mapping[Phrase, str], calm_text: str) -> list[tuple[int, SeverityReason]]:
    """Those of the harms that are said, as they are spelled, that are not denied, worst first."""
    harms = [
        (level, SeverityReason(harm, words))
        for phrase, words in said.items()
        for harm, level in [_lists().harms[phrase]]
        if not _is_denied(words, calm_text)
    ]
    return sorted(harms, key=lambda item: -item[0])


def _is_denied(words: str, calm_text: str) -> bool:
    # A phrase that denies something itself ("no water", "never signed") names a fact.
    before, found, _ = fold(calm_text).partition(fold(words))
    return bool(found and _DENIED.search(before))


@cache
def _lists() -> _Lists:
    harms: dict[Phrase, tuple[Harm, int]] = {}
    for heading, phrase in _phrases("harms.txt"):
        harm, level = heading.split()
        harms[phrase] = max(
            harms.get(phrase, (Harm(harm), 0)), (Harm(harm), int(level)), key=lambda found: found[1]
        )
    topics = {phrase: heading for heading, phrase in _phrases("topics.txt")}
    return _Lists(harms, topics, PhraseIndex([*harms, *topics]))


def _phrases(name: str) -> list[tuple[str, Phrase]]:
    lines = (files("feedback_router.text") / "words" / name).read_text("utf-8").splitlines()
    headed = [line.partition(":") for line in lines if not line.startswith("#")]
    return [
        (heading, parse_phrase(phrase.strip()))
        for heading, _, listed in headed
        for phrase in listed.split(";")
    ]
