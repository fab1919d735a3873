"""Questions: what each type asks, and which values it takes."""

from dataclasses import dataclass, field

Text = dict[str, str]

MAX_COMMENT = 5000


@dataclass(frozen=True)
class Scale:
    """The whole numbers from `low` to `high`. `version` names the definition, since a score must not outlive it."""

    low: int
    high: int
    version: str

    @property
    def values(self) -> range:
        """Every value that can be chosen."""
        return range(self.low, self.high + 1)


SCALES = {
    "nps": Scale(0, 10, "nps-0-10"),
    "ces": Scale(1, 7, "ces-2.0-1-7"),
    "csat": Scale(1, 5, "csat-1-5"),
}
TYPES = (*SCALES, "choice", "text")


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    key: str
    text: Text


@dataclass(frozen=True)
class Question:
    """One question of a survey; `text` is by language."""

    key: str
    type: str
    text: Text
    required: bool = False
    options: tuple[Option, ...] = field(default=())

    @property
    def scale(self) -> Scale | None:
        """The scale of a score question; None for choices and texts."""
        return SCALES.get(self.type)


Value = int | str


class AnswerError(Exception):
    """This value is no answer to this question; the text is the key of what to tell the customer."""


def read_answer(question: Question, raw: object) -> Value | None:
    """The answer that a form field or an imported cell holds, None for no answer. AnswerError when it is none."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if question.scale:
        return _score(question.scale, raw)
    if not isinstance(raw, str):
        raise AnswerError("answer_not_text")
    text = raw.strip().replace("\r\n", "\n")
    if question.type == "choice":
        if text not in {option.key for option in question.options}:
            raise AnswerError("answer_not_an_option")
        return text
    if len(text) > MAX_COMMENT:
        raise AnswerError("answer_too_long")
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
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit() and len(raw.strip()) < 4:
        value = int(raw)
    elif isinstance(raw, int) and not isinstance(raw, bool):
        value = raw
    else:
        raise AnswerError("answer_not_on_scale")
    if value not in scale.values:
        raise AnswerError("answer_not_on_scale")
    return value
