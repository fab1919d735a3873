"""Questions: what each type asks, and which options it offers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

Text = dict[str, str]
Value = int | str | list[str]
# A rule over earlier answers, as plain data: the page's script evaluates the very same. See conditions.py.
Condition = dict[str, Any]

OTHER = "other"


@dataclass(frozen=True)
class Scale:
    """The whole numbers from `low` to `high`. `version` names the definition, since a score must not outlive it."""

    low: int
    high: int
    version: str
    direction: str = "higher"

    @cached_property
    def values(self) -> range:
        """Every value that can be chosen."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True)
class DeclaredScale:
    """A scale that a survey brings along. `direction` says which end is better, higher or lower."""

    low: int
    high: int
    direction: str
    low_text: Text
    high_text: Text


SCALES = {
    "nps": Scale(0, 10, "nps-0-10"),
    "ces": Scale(1, 7, "ces-2.0-1-7"),
    "csat": Scale(1, 5, "csat-1-5"),
}
# These bring their scale along: a rating always, an effort score where it is not the usual one.
DECLARABLE = ("ces", "rating")
DIRECTIONS = ("higher", "lower")
EMOTIONS = ("anger", "disappointment", "indifference", "contentment", "delight")
# Types whose options are always the same, and the beginning of the keys of their texts.
FIXED = {
    "yes_no": (("yes", "no"), "answer_"),
    "contact_permission": (("yes", "no"), "answer_"),
    "emotion": (EMOTIONS, "emotion_"),
}
WITH_OPTIONS = ("choice", "multiple")
# Words, and how many characters of them at most.
WORDS = {"short_text": 200, "text": 5000}
TYPES = (*SCALES, "rating", *FIXED, *WITH_OPTIONS, *WORDS)


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    key: str
    text: Text


@dataclass(frozen=True)
class Question:
    """One question of a survey; `text` is by language.

    `other` lets a choice be answered in one's own words, `at_least` and `at_most` count what is chosen of several.
    `known_from` names a fact of the touchpoint that answers the question: where it is known nobody is asked.
    """

    key: str
    type: str
    text: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    declared: DeclaredScale | None = None
    other: bool = False
    at_least: int | None = None
    at_most: int | None = None
    show_if: Condition | None = None
    known_from: str | None = None

    @cached_property
    def scale(self) -> Scale | None:
        """The scale of a score question; None for choices and texts."""
        own = self.declared
        if own and self.type in DECLARABLE:
            return Scale(
                own.low, own.high, f"{self.type}-{own.low}-{own.high}-{own.direction}", own.direction
            )
        return SCALES.get(self.type)

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The keys that can be chosen; none for scales and words."""
        if self.type in FIXED:
            return FIXED[self.type][0]
        keys = tuple(option.key for option in self.options)
        return (*keys, OTHER) if self.other else keys

    @cached_property
    def other_key(self) -> str:
        """Under which the customer's own words are sent and kept. No question's key holds a dot."""
        return f"{self.key}.{OTHER}"
