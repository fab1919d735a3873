"""Surveys: questions in an order, in one or more languages. A published version never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.domain.answers import AnswerError, Answers, read_answer, read_question
from survey.domain.conditions import holds
from survey.domain.piping import Facts, has_blanks
from survey.domain.questions import Question, Text

KINDS = ("transactional", "relationship")
# By these names the router calls what reaches it by its own complaint page, and what staff report.
RESERVED = ("complaint-page", "staff-report")


@dataclass(frozen=True)
class Survey:
    """What is asked. The first language is the one to fall back on.

    Nobody learns who answered an `anonymous` survey. `texts` are words for what the page itself says, by language and
    key, in languages that the service does not speak.
    """

    key: str
    kind: str
    languages: tuple[str, ...]
    title: Text
    questions: tuple[Question, ...]
    anonymous: bool = False
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def language_for(self, *wanted: str | None) -> str:
        """The first of these that the survey speaks ('pt-BR' is content with 'pt'), else its own first one."""
        bases = ((language or "").lower().replace("_", "-").split("-")[0] for language in wanted)
        return next((base for base in bases if base in self.languages), self.languages[0])

    @cached_property
    def needs_facts(self) -> bool:
        """Whether it makes a difference what is known of the customer and the touchpoint."""
        return self.asks_less or any(
            has_blanks(text) for _, by_language in texts_of(self) for text in by_language.values()
        )

    @cached_property
    def asks_less(self) -> bool:
        """Whether less is asked of those of whom something is known."""
        return any(question.known_from for question in self.questions)


def texts_of(survey: Survey) -> list[tuple[str, Text]]:
    """Every text that a customer reads, with the path of its field."""
    texts = [("title", survey.title)]
    for number, question in enumerate(survey.questions):
        path = f"questions.{number}"
        texts.append((f"{path}.text", question.text))
        texts.extend(
            (f"{path}.options.{place}.text", option.text) for place, option in enumerate(question.options)
        )
        if question.declared:
            texts.append((f"{path}.scale.low_text", question.declared.low_text))
            texts.append((f"{path}.scale.high_text", question.declared.high_text))
    return texts


def visible(survey: Survey, answers: Answers, known: Answers) -> tuple[Question, ...]:
    """The questions that are asked, given these answers; an answer to one that is not asked counts for nothing."""
    shown: list[Question] = []
    counted = dict(known)
    for question in survey.questions:
        if _is_asked(question, known, counted):
            shown.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return tuple(shown)


def known_answers(survey: Survey, facts: Facts) -> Answers:
    """The questions that need not be asked, since a fact answers them. A fact that is no answer is as none."""
    known: Answers = {}
    for question in survey.questions:
        fact = facts.attributes.get(question.known_from) if question.known_from else None
        if isinstance(fact, bool):
            fact = "yes" if fact else "no"
        try:
            value = read_answer(question, fact)
        except AnswerError:
            continue
        if value is not None:
            known[question.key] = value
    return known


def read_answers(
    survey: Survey, raw: Mapping[str, object], known: Answers | None = None
) -> tuple[Answers, dict[str, str]]:
    """The answers that a form or an imported row holds, and the faults by question key.

    An unanswered question is absent from the answers: it is in no n. So is one that is not asked, whatever was sent
    for it. Nothing answered at all is a fault of the whole, under the key "". Fields that are no question of the survey
    are ignored.
    """
    known = known or {}
    answers: Answers = {}
    found: dict[str, str] = {}
    for question in survey.questions:
        if not _is_asked(question, known, {**known, **answers} if question.show_if else answers):
            continue
        try:
            read = read_question(question, raw)
        except AnswerError as error:
            found[question.key] = str(error)
            continue
        answers.update(read)
        if not read and question.required:
            found[question.key] = "answer_required"
    if not answers and not found:
        found[""] = "answer_something"
    return answers, found


def _is_asked(question: Question, known: Answers, before: Answers) -> bool:
    return question.key not in known and (question.show_if is None or holds(question.show_if, before))
