"""The fields of a form: what is in them, and what answers are read from."""

from collections.abc import Mapping, Sequence

from shared.accepted import seen
from survey.domain.answers import AnswerError, Answers, read_answer
from survey.domain.questions import Question
from survey.domain.surveys import Survey

# What is in a form's field or was chosen before, by the field's name; several where several can be chosen.
Given = Mapping[str, Sequence[str]]


def read_pressed(survey: Survey, query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The scores whose button in the mail was pressed. Nothing else is ever chosen beforehand."""
    return tuple(
        (question.key, query[question.key].strip())
        for question in survey.questions
        if question.key in query and question.scale and _is_answer(question, query[question.key])
    )


def shown(answers: Answers) -> dict[str, list[str]]:
    """Answers as the form's fields hold them."""
    return {key: value if isinstance(value, list) else [str(value)] for key, value in answers.items()}


def raw(survey: Survey, given: Given) -> dict[str, object]:
    """A form's fields as answers are read from: lists only where several can be chosen; what nobody sees is empty."""
    several = {question.key for question in survey.questions if question.type == "multiple"}
    return {name: list(values) if name in several else seen(values[0]) for name, values in given.items()}


def _is_answer(question: Question, raw: str) -> bool:
    try:
        return read_answer(question, raw) is not None
    except AnswerError:
        return False
