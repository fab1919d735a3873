"""Routing rules as data, and what can be wrong with them.

A rule holds when all its conditions hold; within one condition any of its values is enough. Rules stand
in the order in which they are tried.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedback_router.domain.phrases import PhraseError, parse_phrase
from feedback_router.domain.teams import Team


@dataclass(frozen=True, slots=True)
class ScoreAtMost:
    """The customer gave this score or a lower one; a customer who gave none does not count."""

    measure: str
    value: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Who takes a comment, and when. `words` may mix languages and holds phrases and stems ("factur*") too."""

    key: str
    team: str
    words: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    surveys: tuple[str, ...] = ()
    score_at_most: tuple[ScoreAtMost, ...] = ()

    def places(self) -> dict[str, tuple[str, ...]]:
        """The values that a thing of the context may have, for those that the rule asks about."""
        asked = {
            "stage": self.stages,
            "journey": self.journeys,
            "channel": self.channels,
            "owner": self.owners,
            "survey": self.surveys,
        }
        return {name: values for name, values in asked.items() if values}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One version of a company's teams and rules. `triage` is the team that takes what no rule wants."""

    version: int
    teams: tuple[Team, ...]
    triage: str
    rules: tuple[Rule, ...]


# What is in force until somebody sets rules: nothing is lost, and nobody claims to have decided.
FIRST_BOOK = RuleBook(0, (Team("triage", "Triage", "Looks at what no rule matches."),), "triage", ())


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in a plain sentence, and where, such as `rules.2.words.0`."""

    path: str
    sentence: str


class RulesError(ValueError):
    """A rule book that cannot be used; `problems` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(f"{problem.path}: {problem.sentence}" for problem in problems))
        self.problems = problems


def validate_rules(book: RuleBook) -> tuple[Problem, ...]:
    """Everything that is wrong with a rule book, in the order of the book; empty when it can be used."""
    return tuple(_problems(book))


def _problems(book: RuleBook) -> Iterator[Problem]:
    teams = {team.key for team in book.teams}
    yield from _repeated("teams", (team.key for team in book.teams))
    if not book.triage:
        yield Problem("triage", "Name the team that takes the comments that no rule matches.")
    elif book.triage not in teams:
        yield Problem("triage", f'There is no team "{book.triage}".')
    yield from _repeated("rules", (rule.key for rule in book.rules))
    for number, rule in enumerate(book.rules):
        yield from _problems_of(rule, f"rules.{number}", teams)


def _problems_of(rule: Rule, path: str, teams: set[str]) -> Iterator[Problem]:
    if rule.team not in teams:
        yield Problem(f"{path}.team", f'There is no team "{rule.team}".')
    if not (rule.words or rule.places() or rule.score_at_most):
        yield Problem(path, f'Rule "{rule.key}" has no condition, so it would take every comment.')
    for number, written in enumerate(rule.words):
        try:
            parse_phrase(written)
        except PhraseError as error:
            yield Problem(f"{path}.words.{number}", str(error))


def _repeated(path: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield Problem(f"{path}.{number}.key", f'The key "{key}" is used more than once.')
        seen.add(key)
