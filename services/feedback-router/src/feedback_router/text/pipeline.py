"""From comments to what is understood of them: one pass over a batch, offline, the same answer each time.

pipeline = load_pipeline()                     # once a process; safe in threads
pipeline.understand([CommentText("…", "es")])  # a list of Understanding, in order
pipeline.analyse([…])                          # the same, with the vectors that routing and themes use
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.understanding import (
    CommentText,
    Kind,
    Sentiment,
    Severity,
    SeverityReason,
    Understanding,
)
from feedback_router.text import encoder as encoders
from feedback_router.text import facts, heads, ngrams, personal_data
from feedback_router.text import sentiment as textblob
from feedback_router.text.encoder import Encoder
from feedback_router.text.language import detect_all
from feedback_router.text.reading import read

SentimentModel = Literal["escucha", "textblob"]

# Where the mean of the levels' probabilities becomes the next level.
_LEVELS_BEGIN = (0.5, 1.25, 2.25, 3.25)
_PRAISES = 0.5
# What a level counts in the ranking: between mild and moderate lies the step from remark to problem.
_RANKS = np.array([0.0, 0.3, 1.0, 1.2, 1.4], np.float32) / 1.4
_VULNERABLE = 0.5


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is understood of a batch; its n-grams; its vectors, float32 (n, 512), or None without the encoder."""

    understandings: list[Understanding]
    ngrams: ngrams.Ngrams
    vectors: NDArray[np.float32] | None


class Pipeline:
    """Understands comments; made by `load_pipeline`."""

    def __init__(self, models: heads.Heads, encoder: Encoder | None, sentiment_model: SentimentModel) -> None:
        self._heads = models
        self._encoder = encoder
        self._sentiment_model = sentiment_model

    @property
    def version(self) -> str:
        """The name of the weights that decide."""
        return self._heads.version

    @property
    def encoder(self) -> Encoder | None:
        """What makes vectors of texts; None where it is off or absent."""
        return self._encoder

    @property
    def idf(self) -> NDArray[np.float32]:
        """How much each n-gram weighs."""
        return self._heads.idf

    def understand(self, comments: Sequence[CommentText]) -> list[Understanding]:
        """What is understood of each comment, in the same order."""
        return self.analyse(comments).understandings

    def analyse(self, comments: Sequence[CommentText]) -> Analysis:
        """The same with what routing and themes use, so that nothing is worked out twice."""
        languages = detect_all([(comment.text, comment.locale) for comment in comments])
        found = [
            personal_data.find(comment.text, language.language)
            for comment, language in zip(comments, languages, strict=True)
        ]
        texts = [personal_data.without(c.text, spans) for c, spans in zip(comments, found, strict=True)]
        spoken = [language.language for language in languages]
        reading = read(texts, spoken, self._heads.idf, self._encoder)
        decided = self._heads.decide(reading)
        sentiments = self._sentiments(decided["sentiment"], texts, spoken)
        understandings = []
        for row, (comment, language) in enumerate(zip(comments, languages, strict=True)):
            kinds = decided["kind"][row]
            kind = Kind(heads.LABELS["kind"][int(kinds.argmax())])
            happened = facts.find(reading.calm[row])
            level, score, reasons = _severity(decided["severity"][row], kinds, happened)
            feeling, polarity = sentiments[row]
            understandings.append(
                Understanding(
                    language=language.language,
                    language_confidence=round(language.confidence, 3),
                    sentiment=feeling,
                    sentiment_score=polarity,
                    kind=kind,
                    kind_confidence=round(float(kinds.max()), 3),
                    severity=level,
                    severity_score=score,
                    severity_reasons=reasons,
                    topics=happened.topics,
                    personal_data=found[row],
                    masked_text=personal_data.mask(comment.text, found[row]),
                    model_version=self._version(),
                )
            )
        return Analysis(understandings, reading.ngrams, reading.vectors)

    def _version(self) -> str:
        return self.version if self._sentiment_model == "escucha" else f"{self.version}+textblob"

    def _sentiments(
        self, decided: NDArray[np.float32], texts: Sequence[str], languages: Sequence[str]
    ) -> list[tuple[Sentiment | None, float | None]]:
        if self._sentiment_model == "textblob":
            measured = textblob.measure_all(zip(texts, languages, strict=True))
            return [
                (Sentiment(one.label), round(one.polarity, 3)) if one else (None, None) for one in measured
            ]
        labels = heads.LABELS["sentiment"]
        return [
            (Sentiment(labels[int(shares.argmax())]), round(float(shares[2] - shares[0]), 3))
            for shares in decided
        ]


@cache
def load_pipeline(*, encoder: bool = True, sentiment_model: SentimentModel = "escucha") -> Pipeline:
    """The pipeline with the weights of this package.

    Without the encoder, or where its package is absent, TF-IDF decides alone. TextBlob measures English only.
    """
    known = encoders.load() if encoder else None
    return Pipeline(heads.load(with_encoder=known is not None), known, sentiment_model)


def _severity(
    levels: NDArray[np.float32], kinds: NDArray[np.float32], happened: facts.Facts
) -> tuple[Severity, float, tuple[SeverityReason, ...]]:
    """Level, score from 0 to 1, and reasons: what the model read, raised by the facts that are named.

    Who praises names facts too ("they looked after my burns"), but of what went well.
    """
    mean = float(levels @ np.arange(len(levels)))
    rank = float(levels @ _RANKS)
    if kinds[heads.LABELS["kind"].index("praise")] > _PRAISES:
        return _level(mean), round(rank, 4), ()
    if happened.vulnerable and mean >= _LEVELS_BEGIN[1]:
        mean = min(mean + _VULNERABLE, 4.0)
    if happened.level > 0:
        # Between facts of the same level the model's own view still ranks.
        mean = max(mean, happened.level - 0.5 + mean / 8)
        rank = max(rank, float(_RANKS[happened.level]) - (1 - rank) / 10)
    return _level(mean), round(rank, 4), happened.harms


def _level(mean: float) -> Severity:
    return Severity(sum(mean >= begin for begin in _LEVELS_BEGIN))
