"""Praise: which comments are nothing else, and whom they praise. A person is never guessed from words alone."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from feedback_router.domain.complaints import SURVEY as COMPLAINT_PAGE
from feedback_router.domain.folding import WORD, fold, fold_word
from feedback_router.domain.teams import Person, Team
from feedback_router.domain.understanding import Harm, Kind, Sentiment, Severity, Understanding

KnownBy = Literal["touchpoint", "name"]

# What was sent to be answered is answered, however kind it is.
_TO_BE_ANSWERED = frozenset({COMPLAINT_PAGE, "staff-report"})
# A score below this part of its scale says that not all was well.
_WELL = 2 / 3
# Topics of which one seldom speaks but to complain: a model hears complaints there in thanks too.
_MONEY = frozenset({"billing", "returns"})


@dataclass(frozen=True, slots=True)
class Signs:
    """Whether a comment has a word that praises, that blames, that may take something back ("but", "no")."""

    praises: bool
    blames: bool
    takes_back: bool


@dataclass(frozen=True, slots=True)
class Praised:
    """A person whom a comment praises, and how we know."""

    person: str
    known_by: KnownBy


def is_nothing_but_praise(
    understanding: Understanding, signs: Signs, survey: str, scores: Iterable[tuple[int, int]]
) -> bool:
    """Whether nobody has to do anything about a comment: thanks, of good cheer, without harm or a low score.

    `scores` are values with the highest that they could be. In doubt it is no praise: then somebody looks at it.
    """
    return (
        understanding.kind is Kind.PRAISE
        and understanding.sentiment is Sentiment.POSITIVE
        and _is_harmless(understanding, signs)
        and survey not in _TO_BE_ANSWERED
        and all(value >= _WELL * out_of for value, out_of in scores)
    )


def _is_harmless(understanding: Understanding, signs: Signs) -> bool:
    """Whether nothing bad happened. Where praise speaks of bills or refunds, its words have a say beside the model's
    severity: what may take something back is no harmless thanks; what only praises, and speaks of nothing else, is,
    unless a harm is named."""
    is_nothing = understanding.severity is Severity.NONE
    if _MONEY.isdisjoint(understanding.topics):
        return is_nothing
    is_unnamed = understanding.severity <= Severity.MODERATE and all(
        reason.harm is Harm.OTHER for reason in understanding.severity_reasons
    )
    only_praises = signs.praises and not signs.blames and _MONEY.issuperset(understanding.topics)
    return not signs.takes_back and (is_nothing or (is_unnamed and only_praises))


def praised(text: str, team: Team, agent: str | None, people: Sequence[Person]) -> tuple[Praised, ...]:
    """Whom a comment praises: who is named by the touchpoint, and who of the team is named in the text.

    `agent` is what the touchpoint calls them: a key or a whole name among all `people`. In the text a person is known
    by their whole name, or by their first name if nobody else of the team has it and it is written like a name.
    """
    served = next((one for one in people if agent and fold(agent) in (one.key, fold(one.name))), None)
    found = {served.key: Praised(served.key, "touchpoint")} if served else {}
    for person in _named(text, tuple(dict.fromkeys((*team.everybody, *([served] if served else ()))))):
        found.setdefault(person.key, Praised(person.key, "name"))
    return tuple(found.values())


def _named(text: str, people: Sequence[Person]) -> Iterable[Person]:
    words = WORD.findall(text)
    as_names = {fold_word(word) for word in words if word[0].isupper()}
    said = f" {' '.join(fold_word(word) for word in words)} "
    firsts = [_words(person.name)[0] for person in people]
    for person, first in zip(people, firsts, strict=True):
        whole = _words(person.name)
        in_full = len(whole) > 1 and f" {' '.join(whole)} " in said
        if in_full or (first in as_names and firsts.count(first) == 1):
            yield person


def _words(name: str) -> list[str]:
    return [fold_word(word) for word in WORD.findall(name)] or [fold(name)]


def token_of(person: str, secret_key: str) -> str:
    """What the link ends with by which a person says whether they want to hear of praise."""
    return hmac.new(secret_key.encode(), b"praise:" + person.encode(), "sha256").hexdigest()[:40]


def is_token_of(token: str, person: str, secret_key: str) -> bool:
    """Whether a link is that person's."""
    return hmac.compare_digest(token.encode(), token_of(person, secret_key).encode())
