"""From comments to what is understood of them: one pass over a batch, offline, the same answer each time.

pipeline = load_pipeline()                     # once a process; safe in threads
pipeline.understand([CommentText("…", "es")])  # a list of Understanding, in order
pipeline.analyse([…])                          # the same, with what routing and themes read of them
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.plain import plain_or_none
from feedback_router.domain.understanding import (
    CommentText,
    Harm,
    Kind,
    Sentiment,
    Severity,
    SeverityReason,
    Understanding,
)
from feedback_router.text import encoder as encoders
from feedback_router.text import facts, heads, personal_data
from feedback_router.text import sentiment as textblob
from feedback_router.text.encoder import Encoder
from feedback_router.text.language import detect_seen
from feedback_router.text.reading import Reading, ReadText, read
from feedback_router.text.reading_ahead import read_ahead
from feedback_router.text.routing.rows import Reader
from feedback_router.text.telling import most_telling

SentimentModel = Literal["escucha", "textblob"]

# Where the mean of the levels' probabilities becomes the next level.
_LEVELS_BEGIN = (0.5, 1.25, 2.25, 3.25)
_PRAISES = 0.5
# What a level counts in the ranking: between mild and moderate lies the step from remark to problem.
_RANKS = np.array([0.0, 0.3, 1.0, 1.2, 1.4], np.float32) / 1.4
_VULNERABLE = 0.5
_SENTIMENTS = [Sentiment(label) for label in heads.LABELS["sentiment"]]
_KINDS = [Kind(label) for label in heads.LABELS["kind"]]
_LEVELS = list(Severity)

# Level, score and reasons.
_Judged = tuple[Severity, float, tuple[SeverityReason, ...]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is understood of each text of a batch, and how it was read."""

    understandings: list[Understanding]
    texts: list[ReadText]


class Pipeline:
    """Understands comments; made by `load_pipeline`."""

    def __init__(self, models: heads.Heads, encoder: Encoder | None, sentiment_model: SentimentModel) -> None:
        self._heads = models
        self._encoder = encoder
        self._sentiment_model = sentiment_model
        # In one piece: picking rows of a few columns of a wide table takes three times as long.
        self._severity_weights = np.ascontiguousarray(models.ngrams[:, heads.columns_of("severity")])

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

    @property
    def reader(self) -> Reader:
        """What makes texts ready for routing."""
        return Reader(self._encoder, self._heads.idf, self._heads.middle)

    def understand(self, comments: Sequence[CommentText]) -> list[Understanding]:
        """What is understood of each comment, in the same order."""
        return self.analyse(comments).understandings

    def analyse(self, comments: Sequence[CommentText]) -> Analysis:
        """The same with what routing and themes use, so that nothing is worked out twice."""
        written = [comment.text for comment in comments]
        seen = list(map(plain_or_none, written))
        languages = detect_seen(written, [comment.locale for comment in comments], seen)
        spoken = [language.language for language in languages]
        found = list(map(personal_data.find, written, spoken, seen))
        texts = list(map(personal_data.without, written, found))
        still = [None if spans else plain for plain, spans in zip(seen, found, strict=True)]
        reading = read(texts, spoken, self._heads.idf, self._encoder, still)
        decided = self._heads.decide(reading)
        sentiments = self._sentiments(decided["sentiment"], texts, spoken)
        kinds = _kinds(decided["kind"])
        happened = list(map(facts.find, reading.calm, reading.words))
        severities = self._severities(reading, decided["severity"], kinds, happened)
        version = self._version()
        understandings = []
        for row, (comment, language) in enumerate(zip(comments, languages, strict=True)):
            kind = kinds[row]
            level, score, reasons = severities[row]
            feeling, polarity = sentiments[row]
            understandings.append(
                Understanding(
                    language=language.language,
                    language_confidence=round(language.confidence, 3),
                    sentiment=feeling,
                    sentiment_score=polarity,
                    kind=kind.kind,
                    kind_confidence=round(kind.confidence, 3),
                    severity=level,
                    severity_score=score,
                    severity_reasons=reasons,
                    topics=happened[row].topics,
                    personal_data=found[row],
                    masked_text=personal_data.mask(comment.text, found[row]),
                    model_version=version,
                )
            )
        return Analysis(understandings, reading.texts())

    def _severities(
        self,
        reading: Reading,
        decided: NDArray[np.float32],
        kinds: Sequence["_DecidedKind"],
        happened: Sequence[facts.Facts],
    ) -> list[_Judged]:
        """Level, score and reasons of each: where no fact is named, the words that tell most are the reason."""
        judged = list(map(_severity, _read_severities(decided), kinds, happened))
        rows = [
            row for row, (level, _, reasons) in enumerate(judged) if level > Severity.NONE and not reasons
        ]
        for row, words in zip(
            rows, most_telling(reading, rows, self._severity_weights, decided), strict=True
        ):
            judged[row] = (*judged[row][:2], (SeverityReason(Harm.OTHER, words),))
        return judged

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
        return [
            (_SENTIMENTS[label], round(polarity, 3))
            for label, polarity in zip(
                decided.argmax(axis=1).tolist(), (decided[:, 2] - decided[:, 0]).tolist(), strict=True
            )
        ]


@cache
def load_pipeline(*, encoder: bool = True, sentiment_model: SentimentModel = "escucha") -> Pipeline:
    """The pipeline with the weights of this package.

    Without the encoder, or where its package is absent, TF-IDF decides alone. TextBlob measures English only.
    """
    known = encoders.load() if encoder else None
    models = heads.load(with_encoder=known is not None)
    read_ahead(models.idf)
    return Pipeline(models, known, sentiment_model)


class _DecidedKind(NamedTuple):
    kind: Kind
    confidence: float
    praises: bool


def _kinds(decided: NDArray[np.float32]) -> list[_DecidedKind]:
    praises = decided[:, _KINDS.index(Kind.PRAISE)] > _PRAISES
    columns = (decided.argmax(axis=1).tolist(), decided.max(axis=1).tolist(), praises.tolist())
    return [_DecidedKind(_KINDS[kind], *rest) for kind, *rest in zip(*columns, strict=True)]


def _read_severities(decided: NDArray[np.float32]) -> list[tuple[float, float]]:
    """The mean level of each text, and its place in the ranking."""
    # Sums and no matrix product, whose last digit may depend on what else is in the batch.
    means = (decided * np.arange(decided.shape[1])).sum(axis=1)
    return list(zip(means.tolist(), (decided * _RANKS).sum(axis=1).tolist(), strict=True))


def _severity(read: tuple[float, float], kind: _DecidedKind, happened: facts.Facts) -> _Judged:
    """Level, score from 0 to 1, and reasons: what the model read, raised by the facts that are named.

    Who praises names facts too ("they looked after my burns"), but of what went well.
    """
    mean, rank = read
    if kind.praises:
        return _level(mean), round(rank, 4), ()
    if happened.vulnerable and mean >= _LEVELS_BEGIN[1]:
        mean = min(mean + _VULNERABLE, 4.0)
    if happened.level > 0:
        # Between facts of the same level the model's own view still ranks.
        mean = max(mean, happened.level - 0.5 + mean / 8)
        rank = max(rank, float(_RANKS[happened.level]) - (1 - rank) / 10)
    return _level(mean), round(rank, 4), happened.harms


def _level(mean: float) -> Severity:
    return _LEVELS[bisect_right(_LEVELS_BEGIN, mean)]
