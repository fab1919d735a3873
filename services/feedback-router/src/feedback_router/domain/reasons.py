"""Why a rule took a comment, in a short English sentence."""

from collections.abc import Sequence

from feedback_router.domain.context import Context, Score
from feedback_router.domain.rules import Rule

_QUOTED_AT_MOST = 3


def reason_for(rule: Rule, context: Context, phrases: Sequence[str], scores: Sequence[Score]) -> str:
    """Such as: Rule "billing": the comment says "factura" and the NPS score was 2 of 10."""
    places = context.places()
    facts = [f"the {name} is {_quoted(places[name] or '')}" for name in rule.places()]
    if rule.topics:
        facts.append(f"it is about {listed([_quoted(it) for it in context.topics if it in rule.topics])}")
    if rule.severity_at_least is not None:
        facts.append(f"its severity is {context.severity}")
    facts += [f"the {score.measure.upper()} score was {score.value} of {score.out_of}" for score in scores]
    if phrases:
        facts.insert(
            0, f"the comment says {listed([_quoted(phrase) for phrase in phrases[:_QUOTED_AT_MOST]])}"
        )
    return f"Rule {_quoted(rule.key)}: {listed(facts)}."


def _quoted(text: str) -> str:
    return f'"{text}"'


def listed(items: Sequence[str]) -> str:
    """Such as: a, b and c. There must be one."""
    *front, last = items
    return f"{', '.join(front)} and {last}" if front else last
