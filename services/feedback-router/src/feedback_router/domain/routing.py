"""Which team takes a comment: the first rule that holds, in the order of the book, else triage."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from feedback_router.domain.context import Context, Score
from feedback_router.domain.folding import fold, folded_name
from feedback_router.domain.phrases import Phrase, PhraseIndex, parse_phrase
from feedback_router.domain.reasons import NO_MATCH, NO_RULES, Why, of_rule
from feedback_router.domain.rules import Rule, RuleBook, RulesError, ScoreAtMost, validate_rules


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The other team that was nearest: by the next rule that would have held, or by the model, which is this sure."""

    team: str
    rule: str | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A routing decision and all that explains it; `rule` is None when no rule held.

    Then the model decided, from `learnt_from` among others, or triage takes what nobody is sure about. `phrases` are
    the rule's words as the customer spelt them.
    """

    team: str
    rule: str | None
    why: Why
    phrases: tuple[str, ...]
    runner_up: RunnerUp | None
    rules_version: int
    decided_by: str = "rule"
    confidence: float | None = None
    learnt_from: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """A rule book made ready for thousands of comments a second; share it, it never changes."""

    version: int
    triage: str
    # What is decided where no rule holds.
    unmatched: Assignment
    rules: tuple["_CompiledRule", ...]
    index: PhraseIndex


@dataclass(frozen=True, slots=True)
class _CompiledRule:
    rule: Rule
    phrases: frozenset[Phrase]
    places: tuple[tuple[str, frozenset[str]], ...]
    limits: tuple[ScoreAtMost, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    rule: Rule
    phrases: tuple[str, ...]
    scores: tuple[Score, ...]


def compile_rules(book: RuleBook) -> CompiledRules:
    """Make a rule book ready for `route`. Raises RulesError with every problem of the book."""
    if problems := validate_rules(book):
        raise RulesError(problems)
    rules = tuple(_compile(rule) for rule in book.rules)
    index = PhraseIndex(phrase for rule in rules for phrase in rule.phrases)
    unmatched = Assignment(
        book.triage, None, NO_MATCH if rules else NO_RULES, (), None, book.version, "triage"
    )
    return CompiledRules(book.version, book.triage, unmatched, rules, index)


def route(comment: str, context: Context, rules: CompiledRules) -> Assignment:
    """Decide who takes a comment. The same facts give the same team, however angrily they are told."""
    matches = _matches(comment, context, rules)
    winner = next(matches, None)
    if winner is None:
        return rules.unmatched
    rule = winner.rule
    rival = next((match.rule for match in matches if match.rule.team != rule.team), None)
    return Assignment(
        team=rule.team,
        rule=rule.key,
        why=of_rule(rule, context, winner.phrases, winner.scores),
        phrases=winner.phrases,
        runner_up=RunnerUp(rival.team, rival.key) if rival else None,
        rules_version=rules.version,
    )


def _compile(rule: Rule) -> _CompiledRule:
    return _CompiledRule(
        rule,
        phrases=frozenset(map(parse_phrase, rule.words)),
        places=tuple((name, frozenset(map(fold, values))) for name, values in rule.places().items()),
        limits=tuple(ScoreAtMost(fold(limit.measure), limit.value) for limit in rule.score_at_most),
    )


def _matches(comment: str, context: Context, rules: CompiledRules) -> Iterator[_Match]:
    """The rules that hold, in order, worked out only as far as the caller asks."""
    said = rules.index.find(comment)
    places = {name: folded_name[value] for name, value in context.places().items() if value is not None}
    scores = {folded_name[score.measure]: score for score in context.scores}
    for compiled in rules.rules:
        if compiled.phrases and compiled.phrases.isdisjoint(said):
            continue
        if not all(places.get(name) in allowed for name, allowed in compiled.places):
            continue
        if not all(_holds(limit, scores) for limit in compiled.limits):
            continue
        if compiled.rule.topics and not set(compiled.rule.topics) & set(context.topics):
            continue
        if compiled.rule.severity_at_least is not None and context.severity < compiled.rule.severity_at_least:
            continue
        # Two phrases of a rule may stand in the same word, "factur*" and "factura": quote it once.
        quotes = dict.fromkeys(quote for phrase, quote in said.items() if phrase in compiled.phrases)
        asked = tuple(scores[limit.measure] for limit in compiled.limits)
        yield _Match(compiled.rule, tuple(quotes), asked)


def _holds(limit: ScoreAtMost, scores: dict[str, Score]) -> bool:
    score = scores.get(limit.measure)
    return score is not None and score.value <= limit.value
