"""The phrases that spoke for a team."""

from collections.abc import Callable, Container, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from feedback_router.text import ngrams
from feedback_router.text.shares import logs_of

_MOST = 3


def shared(said: Iterable[str], known: Container[str], idf: NDArray[np.float32]) -> tuple[str, ...]:
    """Up to three of the words that a text says, rarest first, that are known."""
    found = [word for word in dict.fromkeys(said) if word in known and len(word) > 3]
    found.sort(key=lambda word: -float(idf[ngrams.word_place(word)]))
    return tuple(found[:_MOST])


def weighing(text: str, share_of: Callable[[Sequence[str]], NDArray[np.float64]]) -> tuple[str, ...]:
    """Up to three phrases of a calm text whose absence would cost most of the share that `share_of` gives texts."""
    words = text.split()
    spans = [(start, end) for n in (1, 2) for start in range(len(words) - n + 1) for end in [start + n]]
    spans = [span for span in spans if any(len(word) > 3 for word in words[slice(*span)])][:60]
    if not spans:
        return ()
    shares = share_of([text, *(" ".join(words[:start] + words[end:]) for start, end in spans)])
    odds = logs_of(shares) - logs_of(1 - shares)
    losses = odds[0] - odds[1:]
    chosen: list[tuple[int, int]] = []
    for number in np.argsort(-losses, kind="stable"):
        start, end = spans[number]
        if losses[number] <= 0.05 or len(chosen) == _MOST:
            break
        if all(end <= other[0] or other[1] <= start for other in chosen):
            chosen.append((start, end))
    return tuple(" ".join(words[start:end]).strip(".,;:?()\"'") for start, end in chosen)
