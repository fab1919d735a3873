"""Surveys: questions in an order, in one or more languages. A published version never changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.domain.questions import TYPES, AnswerError, Question, Text, Value, read_answer

KINDS = ("transactional", "relationship")


@dataclass(frozen=True)
class Survey:
    """What is asked. The first language is the one to fall back on."""

    key: str
    kind: str
    languages: tuple[str, ...]
    title: Text
    questions: tuple[Question, ...]

    def language_for(self, wanted: str | None) -> str:
        """The customer's language if the survey speaks it ('pt-BR' is content with 'pt'), else the first one."""
        base = (wanted or "").lower().replace("_", "-").split("-")[0]
        return base if base in self.languages else self.languages[0]


def faults(survey: Survey) -> dict[str, list[str]]:
    """What keeps this survey from being published, by the path of the field; empty when nothing does."""
    found: dict[str, list[str]] = {}

    def fault(path: str, text: str) -> None:
        found.setdefault(path, []).append(text)

    if not survey.questions:
        fault("questions", "A survey needs at least one question.")
    for path, text in _texts(survey):
        missing = [language for language in survey.languages if not text.get(language, "").strip()]
        if missing:
            fault(path, f"The text is missing in: {', '.join(missing)}.")
    seen: set[str] = set()
    for number, question in enumerate(survey.questions):
        path = f"questions.{number}"
        if question.key in seen:
            fault(f"{path}.key", f"Another question is called {question.key!r} already.")
        seen.add(question.key)
        if question.type not in TYPES:
            fault(f"{path}.type", f"There are questions of type {', '.join(TYPES)}; not {question.type!r}.")
        keys = [option.key for option in question.options]
        if question.type == "choice" and len(keys) < 2:
            fault(f"{path}.options", "A choice needs at least two options.")
        if question.type != "choice" and keys:
            fault(f"{path}.options", "Only a choice has options.")
        if len(set(keys)) < len(keys):
            fault(f"{path}.options", "Two options have the same key.")
    return found


def _texts(survey: Survey) -> list[tuple[str, Text]]:
    texts = [("title", survey.title)]
    for number, question in enumerate(survey.questions):
        texts.append((f"questions.{number}.text", question.text))
        texts.extend(
            (f"questions.{number}.options.{place}.text", option.text)
            for place, option in enumerate(question.options)
        )
    return texts


Answers = dict[str, Value]


def read_answers(survey: Survey, raw: Mapping[str, object]) -> tuple[Answers, dict[str, str]]:
    """The answers that a form or an imported row holds, and the faults by question key.

    An unanswered question is absent from the answers: it is in no n. Nothing answered at all is a fault of the
    whole, under the key "". Fields that are no question of the survey are ignored.
    """
    answers: Answers = {}
    found: dict[str, str] = {}
    for question in survey.questions:
        try:
            value = read_answer(question, raw.get(question.key))
        except AnswerError as error:
            found[question.key] = str(error)
            continue
        if value is not None:
            answers[question.key] = value
        elif question.required:
            found[question.key] = "answer_required"
    if not answers and not found:
        found[""] = "answer_something"
    return answers, found
