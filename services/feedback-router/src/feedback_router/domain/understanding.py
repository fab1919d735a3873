"""What is understood of a comment: values only; `text.pipeline` finds them out.

Severity is what happened, never the tone: the same facts in an angry voice have the same severity.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What the customer wants of us: to be helped, to thank, to propose, to know, or to tell."""

    COMPLAINT = "complaint"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    REPORT = "report"


class Sentiment(StrEnum):
    """How the customer feels about it."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Severity(IntEnum):
    """How bad it is for the customer."""

    NONE = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3
    CRITICAL = 4


class Harm(StrEnum):
    """The facts that make a comment severe; OTHER is what no list of ours names."""

    HARM = "harm"
    MONEY = "money"
    SAFETY = "safety"
    VULNERABILITY = "vulnerability"
    OUTAGE = "outage"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CommentText:
    """A comment to understand. `locale` is the survey's ("es", "pt-BR"), used where the text can't tell."""

    text: str
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class SeverityReason:
    """A fact that raised the severity, and the customer's own words that showed it."""

    harm: Harm
    words: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Where in the original text something personal stands: text[start:end] is a `kind` such as "email"."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that is understood of one comment.

    Confidence is between 0 and 1, `sentiment_score` between -1 (bad) and 1 (good), `severity_score` between 0 and 1:
    it ranks comments within and across levels. `masked_text` is what a team may see. The sentiment is None where the
    chosen model does not know the language. `model_version` names the weights that decided.
    """

    language: str
    language_confidence: float
    sentiment: Sentiment | None
    sentiment_score: float | None
    kind: Kind
    kind_confidence: float
    severity: Severity
    severity_score: float
    severity_reasons: tuple[SeverityReason, ...]
    topics: tuple[str, ...]
    personal_data: tuple[PersonalData, ...]
    masked_text: str
    model_version: str
