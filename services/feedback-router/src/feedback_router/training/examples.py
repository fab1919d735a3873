"""The labelled texts that may train what is shipped, split the same way each time into training and held-out.

Only sources whose licence allows it are read: see text/weights/WEIGHTS.md. Everything else is for measuring.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

SENTIMENT_SOURCES = frozenset({"nhs_fft", "uci", "opener"})
HELD_OUT_OF = 5

_LANGUAGES = ("en", "es", "pt")
_SENTIMENT = {"neg": "negative", "neu": "neutral", "pos": "positive"}
_OF_KIND = {
    "complaint": "negative",
    "praise": "positive",
    "suggestion": "neutral",
    "question": "neutral",
    "report": "negative",
}
_VOC_LEVEL = {"low": 1, "medium": 2, "high": 3, "critical": 4}


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what is known of it; None where nobody has said."""

    text: str
    language: str
    source: str
    sentiment: str | None = None
    kind: str | None = None
    level: int | None = None
    score: int | None = None


def held_out(row: dict[str, Any]) -> bool:
    """Whether a row is for measuring only: every fifth, by its id or, for one answer in three languages, its gid.

    The end of an id depends on the text alone, so that the same text is never on both sides.
    """
    if "gid" in row:
        return int(row["gid"]) % HELD_OUT_OF == 0
    return int(str(row["id"]).rpartition("-")[2], 16) % HELD_OUT_OF == 0


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of one labelled set."""
    for line in (folder / "eval" / f"{name}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def trainable(folder: Path, *, held: bool = False) -> list[Example]:
    """All examples that may train, or those of them that were held out."""
    found = [] if held else own_sentences()
    found += [
        _sentiment(row)
        for row in rows(folder, "sentiment")
        if row["source"] in SENTIMENT_SOURCES and held_out(row) == held
    ]
    found += [_severity(row) for row in rows(folder, "severity_fft") if held_out(row) == held]
    found += [_voice(row) for row in rows(folder, "voc_tri") if held_out(row) == held]
    found += [
        Example(row["text"], row["lang"], row["source"], kind="question")
        for row in rows(folder, "route_banking77")
        if row["text"].rstrip().endswith("?") and held_out(row) == held and int(row["id"][-4:], 16) % 16 == 0
    ]
    return found


def own_sentences() -> list[Example]:
    """The project's own sentences, each in three languages."""
    found = []
    for line in _lines("sentences.txt"):
        kind, level, *said = line.split("|")
        found += [
            Example(words, language, "own", _OF_KIND[kind], kind, int(level))
            for words, language in zip(said, _LANGUAGES, strict=True)
        ]
    return found


def kind_sentences() -> list[Example]:
    """The project's own sentences that teach kinds alone: tweets, forums, reviews, answers and letters."""
    found = []
    for language in _LANGUAGES:
        for line in _lines(f"kinds_{language}.txt"):
            kind, _, words = line.partition("|")
            found.append(Example(words, language, "own", kind=kind))
    return found


def _lines(name: str) -> list[str]:
    text = (files("feedback_router.training") / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _sentiment(row: dict[str, Any]) -> Example:
    # What praises a book or a stay is praise, what blames it a complaint; answers to the NHS also propose.
    kind = {"pos": "praise", "neg": "complaint" if row["source"] != "nhs_fft" else None}.get(row["label"])
    return Example(row["text"], row["lang"], row["source"], _SENTIMENT[row["label"]], kind)


def _severity(row: dict[str, Any]) -> Example:
    """The hospital's score of 5 (very good) to -5 (very bad) on our levels."""
    score = int(row["score"])
    level = 0 if score >= 0 else 1 if score >= -2 else 2 if score == -3 else 3
    return Example(row["text"], row["lang"], row["source"], level=level, score=score)


def _voice(row: dict[str, Any]) -> Example:
    complains = row["intent"] == "complaint"
    return Example(
        row["text"],
        row["lang"],
        "voc_tri",
        _SENTIMENT[row["sentiment"]],
        row["intent"],
        _VOC_LEVEL[row["severity"]] if complains else 0,
    )
