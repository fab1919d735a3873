"""Answers: which values of a form or a file are answers to which question."""

from collections.abc import Mapping

from survey.domain.questions import OTHER, WORDS, Question, Scale, Value

Answers = dict[str, Value]


class AnswerError(Exception):
    """This value is no answer to this question; the text is the key of what to tell the customer."""


def read_question(question: Question, raw: Mapping[str, object]) -> Answers:
    """What is answered to this question: nothing, its answer, or an answer and the own words for "other"."""
    value = read_answer(question, raw.get(question.key))
    if not question.other:
        return {} if value is None else {question.key: value}
    words = raw.get(question.other_key)
    if value is None and _is_blank(words):
        return {}
    if value is None:  # who writes own words and forgets the button means it
        value = [OTHER] if question.type == "multiple" else OTHER
    chosen = value if isinstance(value, list) else [value]
    if OTHER not in chosen or _is_blank(words):
        return {question.key: value}
    return {question.key: value, question.other_key: _words(words, WORDS["short_text"])}


def read_answer(question: Question, raw: object) -> Value | None:
    """The answer that a form field or an imported cell holds, None for no answer. AnswerError when it is none."""
    if _is_blank(raw):
        return None
    if question.scale:
        return _score(question.scale, raw)
    if question.type == "multiple":
        return _several(question, raw)
    if question.type in WORDS:
        return _words(raw, WORDS[question.type])
    return _option(question, raw)


def _is_blank(raw: object) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def _option(question: Question, raw: object) -> str:
    if not isinstance(raw, str):
        raise AnswerError("answer_not_text")
    key = raw.strip()
    if key not in question.choices:
        raise AnswerError("answer_not_an_option")
    return key


def _several(question: Question, raw: object) -> list[str]:
    """Each option once, in the order in which they are offered."""
    chosen = {_option(question, item) for item in (raw if isinstance(raw, list) else [raw])}
    if question.at_least and len(chosen) < question.at_least:
        raise AnswerError("answer_too_few")
    if question.at_most and len(chosen) > question.at_most:
        raise AnswerError("answer_too_many")
    return [key for key in question.choices if key in chosen]


def _words(raw: object, most: int) -> str:
    if not isinstance(raw, str):
        raise AnswerError("answer_not_text")
    text = raw.strip().replace("\r\n", "\n")
    if len(text) > most:
        raise AnswerError("answer_too_long" if most == WORDS["text"] else "answer_too_long_for_a_line")
    if "\x00" in text or not _is_whole(text):
        raise AnswerError("answer_not_text")
    return text


def _is_whole(text: str) -> bool:
    """Whether no character is half of one, as JSON can carry it and no database can keep it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _score(scale: Scale, raw: object) -> int:
    typed = raw.strip() if isinstance(raw, str) else ""
    if typed.isascii() and typed.isdigit() and len(typed) < 4:
        value = int(typed)
    elif isinstance(raw, int) and not isinstance(raw, bool):
        value = raw
    else:
        raise AnswerError("answer_not_on_scale")
    if value not in scale.values:
        raise AnswerError("answer_not_on_scale")
    return value
