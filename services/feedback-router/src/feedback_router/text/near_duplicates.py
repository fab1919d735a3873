"""Comments that are nearly the same text: a copy, a second try, a typing error apart.

Texts are compared by their groups of three letters (Jaccard), which mind a typing error less than longer ones. Which to
compare is found by MinHash over groups of four, in bands (Broder 1997; Leskovec et al., "Mining of Massive Datasets",
3.4): who shares no band is hardly alike. Twenty lines of numpy do what we need of it; `datasketch` takes nine times as
long for short texts, and keeps its index in memory where ours lies in the database.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.folding import fold
from feedback_router.domain.tone import calm

# Chosen on pairs that differ by a word or a few letters (benchmarks/themes.py).
ALIKE = 0.65
_LETTERS = 3
# Two texts that have six of ten groups in common share a band in 96 of 100 cases, with three of ten in 18. Bands are
# kept in the database: other numbers here would no longer find what is there.
_LETTERS_OF_BANDS = 4
_BANDS, _ROWS = 24, 4
_WORD = re.compile(r"[^\W_]+")


def letter_groups(text: str) -> frozenset[str]:
    """The groups of three letters of a text's words, whatever its tone; empty where there are none."""
    return _groups(text, _LETTERS)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: what both have of what either has, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def are_alike(one: str, other: str) -> bool:
    """Whether two texts are nearly the same."""
    return likeness(letter_groups(one), letter_groups(other)) >= ALIKE


def bands(text: str) -> list[int]:
    """32-bit numbers of which texts that are alike have at least one in common; none for a text without words."""
    groups = _groups(text, _LETTERS_OF_BANDS)
    if not groups:
        return []
    codes = np.fromiter((crc32(group.encode()) for group in groups), np.uint64, len(groups))
    # Mixed as in SplitMix64 (Steele et al. 2014), overflow and all: each seed puts the groups in an order of its own.
    mixed = (codes[:, None] + _seeds()) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    smallest = mixed.min(axis=0).reshape(_BANDS, _ROWS)
    return [
        crc32(row.tobytes(), number) - (1 << 31) for number, row in enumerate(np.ascontiguousarray(smallest))
    ]


def without_copies(texts: Iterable[str], at_most: int) -> list[str]:
    """The first of them that are not nearly the same as one before."""
    kept: list[tuple[str, frozenset[str]]] = []
    for text in texts:
        groups = letter_groups(text)
        if all(likeness(groups, known) < ALIKE for _, known in kept):
            kept.append((text, groups))
        if len(kept) == at_most:
            break
    return [text for text, _ in kept]


def _groups(text: str, letters: int) -> frozenset[str]:
    words = " ".join(_WORD.findall(fold(calm(text))))
    if not words:
        return frozenset()
    padded = f" {words} "
    return frozenset(padded[i : i + letters] for i in range(max(len(padded) - letters + 1, 1)))


@lru_cache(maxsize=1)
def _seeds() -> NDArray[np.uint64]:
    """The same each time: what is kept must still be found."""
    return np.random.default_rng(1).integers(0, 1 << 63, _BANDS * _ROWS, dtype=np.uint64)
