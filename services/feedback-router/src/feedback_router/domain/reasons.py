"""Why something was decided, as data: a code and its facts. `use_cases.word_reasons` says it in a reader's language.

It is kept as JSON; values that rules name stand in it as they were written.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from feedback_router.domain.context import Context, Score
from feedback_router.domain.rules import Rule

Why = dict[str, Any]

# With no fact beside the code.
NO_MATCH: Why = {"code": "no_match"}
NO_RULES: Why = {"code": "no_rules"}

_QUOTED_AT_MOST = 3


def of_rule(rule: Rule, context: Context, phrases: Sequence[str], scores: Sequence[Score]) -> Why:
    """What made a rule take a comment: the words that it found, and whatever else the rule asked for."""
    places = context.places()
    return {
        "code": "rule",
        "rule": rule.key,
        "phrases": list(phrases[:_QUOTED_AT_MOST]),
        "places": [{"name": name, "value": places[name] or ""} for name in rule.places()],
        "topics": [topic for topic in context.topics if topic in rule.topics],
        "severity": None if rule.severity_at_least is None else context.severity,
        "scores": [asdict(score) for score in scores],
    }
