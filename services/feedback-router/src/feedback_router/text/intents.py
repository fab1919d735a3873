"""Turns of phrase that propose, ask, tell or complain, in three languages: signs of what a comment wants."""

import re
from functools import cache
from importlib.resources import files
from math import log1p

SIGNS = ("proposing", "commanding", "telling", "asking", "suffering", "thanking")
MEASURES = len(SIGNS)


def measures(calm_text: str) -> list[float]:
    """MEASURES numbers: how often a calm text shows each of the signs, as ln(1 + n)."""
    return [log1p(len(pattern.findall(calm_text))) for pattern in _patterns()]


@cache
def _patterns() -> list[re.Pattern[str]]:
    listed: dict[str, list[str]] = {sign: [] for sign in SIGNS}
    source = files("feedback_router.text") / "words" / "intents.txt"
    for line in source.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sign, _, phrases = line.partition(": ")
            listed[sign] += phrases.replace("_", r"\s").split()
    return [re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)") for phrases in listed.values()]
