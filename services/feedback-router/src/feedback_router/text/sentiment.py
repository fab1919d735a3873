"""The sentiment of a comment, measured with TextBlob. It knows English words only, and so do we.

For any other language the answer is None, "not measured", never a made-up neutral.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import Literal

Label = Literal["negative", "neutral", "positive"]

_MEASURED_LANGUAGE = "en"
_loading = Lock()


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Polarity from -1 (bad) to 1 (good), its label, and the model that says so."""

    polarity: float
    label: Label
    model: str


def measure(text: str, language: str) -> Sentiment | None:
    """The sentiment of one comment; None where its language is not measured."""
    return measure_all([(text, language)])[0]


def measure_all(comments: Iterable[tuple[str, str]]) -> list[Sentiment | None]:
    """The sentiment of each (text, language), in the same order."""
    return [_measured(text) if language == _MEASURED_LANGUAGE else None for text, language in comments]


def _measured(text: str) -> Sentiment:
    # TextBlob fills its word list on first use and doesn't guard it against a second thread.
    with _loading:
        polarity_of, model = _load()
    polarity = float(polarity_of(text))
    return Sentiment(polarity, _label(polarity), model)


@cache
def _load() -> tuple[Callable[[str], float], str]:
    """TextBlob's measure with its word list filled; kept out of the start-up, since it takes seconds and 100 MB.

    The plain function gives what `TextBlob(text).sentiment.polarity` gives, without its new class for each text:
    nearly three times as fast.
    """
    from textblob.en import polarity  # noqa: PLC0415

    polarity("good")
    return polarity, f"textblob-{version('textblob')}"


def _label(polarity: float) -> Label:
    # Zero is what TextBlob says of a text without a word that it knows; wider bands measured worse.
    if polarity > 0:
        return "positive"
    return "negative" if polarity < 0 else "neutral"
