"""What keeps a survey from being published."""

from collections.abc import Iterator

from survey.domain.conditions import condition_faults
from survey.domain.piping import blank_faults, has_blanks
from survey.domain.questions import DECLARABLE, DIRECTIONS, OTHER, TYPES, WITH_OPTIONS, Question
from survey.domain.surveys import Survey, texts_of

_MOST_VALUES = 11

Fault = tuple[str, str]


def faults(survey: Survey) -> dict[str, list[str]]:
    """By the path of the field; empty when nothing keeps the survey from being published."""
    found: dict[str, list[str]] = {}
    for path, text in _survey_faults(survey):
        found.setdefault(path, []).append(text)
    return found


def _survey_faults(survey: Survey) -> Iterator[Fault]:
    if not survey.questions:
        yield "questions", "A survey needs at least one question."
    if any(has_blanks(text) for text in survey.title.values()):
        yield "title", "A title is the subject of a mail too, and has no blanks."
    for path, by_language in texts_of(survey):
        missing = [language for language in survey.languages if not by_language.get(language, "").strip()]
        if missing:
            yield path, f"The text is missing in: {', '.join(missing)}."
        for said in by_language.values():
            yield from ((path, fault) for fault in blank_faults(said))
    for language in survey.texts:
        if language not in survey.languages:
            yield f"texts.{language}", "The survey is not in this language."
    if survey.anonymous:
        yield from _telltale_faults(survey)
    earlier: dict[str, Question] = {}
    for number, question in enumerate(survey.questions):
        path = f"questions.{number}"
        if question.key in earlier:
            yield f"{path}.key", f"Another question is called {question.key!r} already."
        yield from ((f"{path}.{field}", text) for field, text in _question_faults(question))
        if question.show_if is not None:
            for rest, text in condition_faults(question.show_if, earlier):
                yield f"{path}.show_if{'.' if rest else ''}{rest}", text
        earlier[question.key] = question


def _telltale_faults(survey: Survey) -> Iterator[Fault]:
    for number, question in enumerate(survey.questions):
        if question.known_from is not None:
            yield (
                f"questions.{number}.known_from",
                "What is known of a customer has no place in an anonymous answer.",
            )
        if question.type == "contact_permission":
            yield f"questions.{number}.type", "Who answers an anonymous survey can't be contacted."


def _question_faults(question: Question) -> Iterator[Fault]:
    if question.type not in TYPES:
        yield "type", f"There are questions of type {', '.join(TYPES)}; not {question.type!r}."
        return
    yield from _option_faults(question)
    yield from _scale_faults(question)
    yield from _count_faults(question)


def _option_faults(question: Question) -> Iterator[Fault]:
    keys = [option.key for option in question.options]
    if question.type in WITH_OPTIONS and len(keys) < 2:
        yield "options", "A choice needs at least two options."
    if question.type not in WITH_OPTIONS and keys:
        yield "options", "Only a choice has options."
    if len(set(keys)) < len(keys):
        yield "options", "Two options have the same key."
    if question.other and question.type not in WITH_OPTIONS:
        yield "other", "Only a choice can be answered in other words."
    if question.other and OTHER in keys:
        yield "options", f"The key {OTHER!r} is taken by the answer in other words."


def _scale_faults(question: Question) -> Iterator[Fault]:
    scale = question.declared
    if scale is None:
        if question.type == "rating":
            yield "scale", "A rating declares its scale."
        return
    if question.type not in DECLARABLE:
        yield "scale", f"Only {' and '.join(DECLARABLE)} declare a scale."
    if scale.direction not in DIRECTIONS:
        yield "scale.direction", f"Use one of {', '.join(DIRECTIONS)}."
    if scale.low not in (0, 1) or not 2 <= scale.high - scale.low + 1 <= _MOST_VALUES:
        yield "scale", f"A scale begins at 0 or 1 and has 2 to {_MOST_VALUES} values."


def _count_faults(question: Question) -> Iterator[Fault]:
    least, most = question.at_least, question.at_most
    if question.type != "multiple":
        for field, value in (("at_least", least), ("at_most", most)):
            if value is not None:
                yield field, "Only a multiple choice counts its answers."
        return
    offered = len(question.choices)
    if not 1 <= (1 if least is None else least) <= (offered if most is None else most) <= offered:
        yield "at_most", "This can't be met: compare at_least, at_most and the number of options."
