"""Routing rules as data, and what can be wrong with them.

A rule holds when all its conditions hold; within one condition any of its values is enough. Rules stand
in the order in which they are tried.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedback_router.domain.phrases import PhraseError, parse_phrase
from feedback_router.domain.teams import Person, Team, validate_team

TRIAGE_ALARM = 50


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
    segments: tuple[str, ...] = ()
    touchpoint_types: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    severity_at_least: int | None = None
    score_at_most: tuple[ScoreAtMost, ...] = ()

    @property
    def has_condition(self) -> bool:
        """Whether there is anything that it asks for."""
        asked = (self.words, self.places(), self.topics, self.severity_at_least, self.score_at_most)
        return any(condition not in (None, (), {}) for condition in asked)

    def places(self) -> dict[str, tuple[str, ...]]:
        """The values that a thing of the context may have, for those that the rule asks about."""
        asked = {
            "stage": self.stages,
            "journey": self.journeys,
            "channel": self.channels,
            "owner": self.owners,
            "survey": self.surveys,
            "segment": self.segments,
            "touchpoint": self.touchpoint_types,
            "product": self.products,
            "kind": self.kinds,
        }
        return {name: values for name, values in asked.items() if values}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One version of a company's teams and rules. `triage` is the team that takes what no rule wants.

    The `executive` is accountable in the end, whatever the team. When `triage_alarm` items wait in triage, its owner
    is told.
    """

    version: int
    teams: tuple[Team, ...]
    triage: str
    rules: tuple[Rule, ...]
    executive: Person | None = None
    triage_alarm: int = TRIAGE_ALARM

    def team(self, key: str) -> Team:
        """The team of this key. One that is gone from the book keeps its items, on the usual terms."""
        return next((team for team in self.teams if team.key == key), Team(key, key, ""))

    def person(self, key: str) -> Person | None:
        """Who has this key, in whatever team."""
        return next((person for _, person in self.people() if person.key == key), None)

    def people(self) -> Iterator[tuple[str, Person]]:
        """Everybody whom the book names, and where."""
        for number, team in enumerate(self.teams):
            places = (("owners", team.owners), ("members", team.members), ("escalation", team.escalation))
            for place, people in places:
                for position, person in enumerate(people):
                    yield f"teams.{number}.{place}.{position}", person
        if self.executive:
            yield "executive", self.executive


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
    for number, team in enumerate(book.teams):
        for place, sentence in validate_team(team):
            yield Problem(f"teams.{number}.{place}", sentence)
    yield from _two_of_a_name(book)
    yield from _repeated("rules", (rule.key for rule in book.rules))
    for number, rule in enumerate(book.rules):
        yield from _problems_of(rule, f"rules.{number}", teams)


def _problems_of(rule: Rule, path: str, teams: set[str]) -> Iterator[Problem]:
    if rule.team not in teams:
        yield Problem(f"{path}.team", f'There is no team "{rule.team}".')
    if not rule.has_condition:
        yield Problem(path, f'Rule "{rule.key}" has no condition, so it would take every comment.')
    for number, written in enumerate(rule.words):
        try:
            parse_phrase(written)
        except PhraseError as error:
            yield Problem(f"{path}.words.{number}", str(error))


def _two_of_a_name(book: RuleBook) -> Iterator[Problem]:
    """A person may be in several teams, but a key is one person's."""
    known: dict[str, Person] = {}
    for path, person in book.people():
        if known.setdefault(person.key, person) != person:
            yield Problem(path, f'The key "{person.key}" is another person\'s, or the same with other data.')


def _repeated(path: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield Problem(f"{path}.{number}.key", f'The key "{key}" is used more than once.')
        seen.add(key)
