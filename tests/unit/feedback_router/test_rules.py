"""What a rule book may not contain, and how it is said."""

import pytest

from feedback_router.domain.routing import compile_rules
from feedback_router.domain.rules import Problem, Rule, RuleBook, RulesError, ScoreAtMost, validate_rules
from feedback_router.domain.teams import Team

BILLING = Team("billing", "Billing", "Bills, charges, refunds")
TRIAGE = Team("triage", "Triage", "Whatever nobody else takes")


def book(*rules: Rule, teams: tuple[Team, ...] = (BILLING, TRIAGE), triage: str = "triage") -> RuleBook:
    return RuleBook(version=1, teams=teams, triage=triage, rules=rules)


def test_a_sound_book_has_no_problems() -> None:
    assert validate_rules(book(Rule("bills", "billing", words=("factur*", "double charge")))) == ()
    assert validate_rules(book(Rule("low", "billing", score_at_most=(ScoreAtMost("nps", 6),)))) == ()
    assert validate_rules(book(Rule("till", "billing", channels=("store",)))) == ()


def test_a_rule_must_name_a_team_that_exists() -> None:
    assert validate_rules(book(Rule("bills", "biling", words=("bill",)))) == (
        Problem("rules.0.team", 'There is no team "biling".'),
    )


def test_a_rule_must_have_a_condition() -> None:
    assert validate_rules(book(Rule("all", "billing"))) == (
        Problem("rules.0", 'Rule "all" has no condition, so it would take every comment.'),
    )


def test_every_bad_word_is_pointed_at() -> None:
    problems = validate_rules(book(Rule("bills", "billing", words=("bill", "fac*t", "?"))))
    assert [problem.path for problem in problems] == ["rules.0.words.1", "rules.0.words.2"]


def test_keys_are_used_once() -> None:
    twice = Rule("bills", "billing", words=("bill",))
    assert validate_rules(book(twice, twice, teams=(BILLING, TRIAGE, BILLING))) == (
        Problem("teams.2.key", 'The key "billing" is used more than once.'),
        Problem("rules.1.key", 'The key "bills" is used more than once.'),
    )


@pytest.mark.parametrize(
    ("triage", "sentence"),
    [
        ("", "Name the team that takes the comments that no rule matches."),
        ("nobody", 'There is no team "nobody".'),
    ],
)
def test_a_triage_team_is_needed(triage: str, sentence: str) -> None:
    assert validate_rules(book(triage=triage)) == (Problem("triage", sentence),)


def test_a_book_with_problems_cannot_be_compiled() -> None:
    with pytest.raises(RulesError, match=r'rules\.0\.team: There is no team "biling"\.') as refused:
        compile_rules(book(Rule("bills", "biling", words=("bill",))))
    assert [problem.path for problem in refused.value.problems] == ["rules.0.team"]
