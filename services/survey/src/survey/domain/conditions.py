"""Conditions: when a question is asked, by what was answered before it.

A condition is plain data, so that the page's script can follow the very same rules (templates/conditions.js):
`{"question": "effort", "at_most": 3}`, and `and`, `or`, `not` over conditions. A question that was not answered, or not
asked, meets none but `{"answered": false}`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from survey.domain.answers import Answers
from survey.domain.questions import WORDS, Condition, Question, Value

TESTS = ("equals", "any_of", "at_least", "at_most", "answered")
_MOST_PARTS = 20
_DEEPEST = 5

Fault = tuple[str, str]


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether the condition is met. It must be free of faults."""
    match condition:
        case {"and": parts}:
            return all(holds(part, answers) for part in parts)
        case {"or": parts}:
            return any(holds(part, answers) for part in parts)
        case {"not": part}:
            return not holds(part, answers)
    value = answers.get(condition["question"])
    if "answered" in condition:
        return condition["answered"] is (value is not None)
    return value is not None and _meets(condition, value)


def _meets(condition: Condition, value: Value) -> bool:
    match condition:
        case {"equals": wanted}:
            return bool(value == wanted)
        case {"any_of": wanted}:
            return any(item in wanted for item in (value if isinstance(value, list) else [value]))
        case {"at_least": bound}:
            return isinstance(value, int) and value >= bound
        case {"at_most": bound}:
            return isinstance(value, int) and value <= bound
    raise ValueError(f"not a condition: {condition}")


def condition_faults(condition: object, earlier: Mapping[str, Question], deep: int = 1) -> Iterator[Fault]:
    """What is wrong with a condition of a question that comes after `earlier`, each with its path."""
    if not isinstance(condition, dict):
        yield "", "A condition is an object, such as {question: effort, at_most: 3}."
    elif deep > _DEEPEST:
        yield "", f"Conditions are nested more than {_DEEPEST} deep."
    elif "question" in condition:
        yield from _test_faults(condition, earlier)
    elif len(condition) != 1 or not condition.keys() <= {"and", "or", "not"}:
        yield "", "Use one of: question with a test, and, or, not."
    elif "not" in condition:
        yield from _below("not", condition_faults(condition["not"], earlier, deep + 1))
    else:
        ((name, parts),) = condition.items()
        if not isinstance(parts, list) or not 1 <= len(parts) <= _MOST_PARTS:
            yield name, f"This is a list of 1 to {_MOST_PARTS} conditions."
            return
        for place, part in enumerate(parts):
            yield from _below(f"{name}.{place}", condition_faults(part, earlier, deep + 1))


def _below(path: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    for rest, text in faults:
        yield f"{path}.{rest}" if rest else path, text


def _test_faults(condition: dict[Any, Any], earlier: Mapping[str, Question]) -> Iterator[Fault]:
    tests = [name for name in condition if name != "question"]
    if len(tests) != 1 or tests[0] not in TESTS:
        yield "", f"A question is tested with one of {', '.join(TESTS)}."
        return
    key, test = condition["question"], tests[0]
    question = earlier.get(key) if isinstance(key, str) else None
    if question is None:
        yield "question", f"No question before this one is called {key!r}."
    elif text := _wrong(question, test, condition[test]):
        yield test, text


def _wrong(question: Question, test: str, wanted: object) -> str | None:
    """Why this test of this question makes no sense; None when it does."""
    if test == "answered":
        return None if isinstance(wanted, bool) else "Use true or false."
    if question.type in WORDS:
        return "Words can only be tested with answered."
    if test in ("at_least", "at_most") and question.scale is None:
        return f"{question.key!r} has no scale; use equals or any_of."
    if test == "equals" and question.type == "multiple":
        return "Several answers can be given; use any_of."
    if test == "any_of" and not (isinstance(wanted, list) and wanted):
        return "This is a list of answers."
    asked = wanted if test == "any_of" and isinstance(wanted, list) else [wanted]
    strange = [item for item in asked if not _offers(question, item)]
    return f"{strange[0]!r} is no answer to {question.key!r}." if strange else None


def _offers(question: Question, value: object) -> bool:
    if question.scale:
        return isinstance(value, int) and not isinstance(value, bool) and value in question.scale.values
    return isinstance(value, str) and value in question.choices
