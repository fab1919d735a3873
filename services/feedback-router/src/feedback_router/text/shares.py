"""Probabilities and their logarithms, row by row."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Float = TypeVar("Float", np.float32, np.float64)


def logs_of(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural logarithms; what is impossible is as good as impossible."""
    logs: NDArray[np.float64] = np.log(np.maximum(shares, 1e-12))
    return logs


def softmax(scores: NDArray[Float]) -> NDArray[Float]:
    """Shares (n × columns) that are as far apart as the scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[Float] = powers / powers.sum(axis=1, keepdims=True)
    return shares
