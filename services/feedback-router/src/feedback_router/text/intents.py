"""Turns of phrase that propose, ask, tell or complain, in three languages: signs of what a comment wants."""

import re
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

SIGNS = ("proposing", "commanding", "telling", "asking", "suffering", "thanking")
MEASURES = len(SIGNS)


def measures(calm_text: str) -> NDArray[np.float32]:
    """float32 (MEASURES,): how often a calm text shows each of the signs, as ln(1 + n)."""
    counts = [sum(1 for _ in pattern.finditer(calm_text)) for pattern in _patterns()]
    return np.log1p(np.array(counts, np.float32))


@cache
def _patterns() -> list[re.Pattern[str]]:
    listed: dict[str, list[str]] = {sign: [] for sign in SIGNS}
    source = files("feedback_router.text") / "words" / "intents.txt"
    for line in source.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sign, _, phrases = line.partition(": ")
            listed[sign] += phrases.replace("_", r"\s").split()
    return [re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)") for phrases in listed.values()]
