"""A survey as the API takes it and the database keeps it."""

from dataclasses import asdict
from typing import Any

from survey.domain.questions import DeclaredScale, Option, Question
from survey.domain.surveys import Survey

# Left out where they say nothing, so that a survey which doesn't use them is the version that it always was.
_LATER: dict[str, Any] = {
    "scale": None,
    "other": False,
    "at_least": None,
    "at_most": None,
    "show_if": None,
    "known_from": None,
}


# Likewise, of the survey itself.
_LATER_OF_SURVEY: dict[str, Any] = {"anonymous": False, "texts": {}}


def to_definition(survey: Survey) -> dict[str, Any]:
    """What `from_definition` makes the same survey of."""
    definition = asdict(survey)
    for name, silent in _LATER_OF_SURVEY.items():
        if definition[name] == silent:
            del definition[name]
    for question in definition["questions"]:
        question["scale"] = question.pop("declared")
        for name, silent in _LATER.items():
            if question[name] == silent:
                del question[name]
    return definition


def from_definition(definition: dict[str, Any]) -> Survey:
    """The survey that a well-formed definition describes."""
    return Survey(
        definition["key"],
        definition["kind"],
        tuple(definition["languages"]),
        definition["title"],
        tuple(_question(question) for question in definition["questions"]),
        **{name: definition[name] for name in _LATER_OF_SURVEY if name in definition},
    )


def _question(definition: dict[str, Any]) -> Question:
    later = {**_LATER, **{name: definition[name] for name in _LATER if name in definition}}
    scale = later.pop("scale")
    return Question(
        definition["key"],
        definition["type"],
        definition["text"],
        definition["required"],
        tuple(Option(option["key"], option["text"]) for option in definition["options"]),
        declared=DeclaredScale(**scale) if scale else None,
        **later,
    )
