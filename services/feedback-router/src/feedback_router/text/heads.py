"""The linear models over a reading: sentiment, kind and severity in one pass over the weights of the package."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback_router.text.reading import Reading
from feedback_router.text.shares import softmax

# What each model decides, in the order of its columns.
LABELS: dict[str, tuple[str, ...]] = {
    "sentiment": ("negative", "neutral", "positive"),
    "kind": ("complaint", "praise", "suggestion", "question", "report"),
    "severity": ("0", "1", "2", "3", "4"),
}
COLUMNS = sum(map(len, LABELS.values()))
WEIGHTS = "weights/understanding.npz"

# How much the blocks weigh against each other in training; part of the model, like the weights themselves.
VECTOR_SCALE = 1.5
TONE_SCALE = 1.0


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights of all models, columns side by side; `vectors` is None in the variant without the encoder.

    `middle` is the mean of the vectors of customers' sentences.
    """

    idf: NDArray[np.float32]
    middle: NDArray[np.float32]
    ngrams: NDArray[np.float32]
    facts: NDArray[np.float32]
    tone: NDArray[np.float32]
    vectors: NDArray[np.float32] | None
    bias: NDArray[np.float32]
    version: str

    def decide(self, reading: Reading) -> dict[str, NDArray[np.float32]]:
        """For each model the probabilities (n × its labels)."""
        scores = reading.ngrams.dot(self.ngrams)
        scores += reading.facts @ self.facts + reading.tone @ self.tone + self.bias
        if self.vectors is not None and reading.vectors is not None:
            scores += reading.vectors @ self.vectors
        return {name: softmax(scores[:, columns_of(name)]) for name in LABELS}


def columns_of(name: str) -> slice:
    """Where the columns of a model stand among those of all."""
    names = list(LABELS)
    first = sum(len(LABELS[before]) for before in names[: names.index(name)])
    return slice(first, first + len(LABELS[name]))


@cache
def load(*, with_encoder: bool) -> Heads:
    """The weights of the package, once a process: about 20 MB."""
    with as_file(files("feedback_router.text") / WEIGHTS) as path:
        return read(path, with_encoder=with_encoder)


def read(path: Path, *, with_encoder: bool) -> Heads:
    """The weights in a file that `write` wrote."""
    variant = "full" if with_encoder else "plain"
    with np.load(path, allow_pickle=False) as stored:
        block = {
            name: stored[f"{variant}_{name}"].astype(np.float32)
            for name in ("ngrams", "facts", "tone", "vectors", "bias")
        }
        idf, middle = (stored[name].astype(np.float32) for name in ("idf", "middle"))
        labels = json.loads(str(stored["labels"]))
    if {name: tuple(listed) for name, listed in labels.items()} != LABELS:
        raise ValueError(f"{path.name} was made for other labels: {labels}.")
    version = f"escucha-{_digest(path)}" + ("" if with_encoder else "-plain")
    vectors = block["vectors"] if with_encoder else None
    return Heads(idf, middle, block["ngrams"], block["facts"], block["tone"], vectors, block["bias"], version)


def write(
    path: Path,
    idf: NDArray[np.float32],
    middle: NDArray[np.float32],
    variants: dict[str, dict[str, NDArray[np.float32]]],
) -> None:
    """Keep weights, in half precision, as plain arrays: nothing in the file can run."""
    arrays: dict[str, Any] = {
        f"{variant}_{name}": block.astype(np.float16)
        for variant, blocks in variants.items()
        for name, block in blocks.items()
    }
    arrays |= {"idf": idf.astype(np.float16), "middle": middle.astype(np.float16)}
    np.savez_compressed(path, labels=np.array(json.dumps(LABELS)), **arrays)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
