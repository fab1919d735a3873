"""Three months of the demo company's answers, made up the same way each time: contacts that are liked, and a first
month that is not."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml

_SEED = 20261122
_DAYS = 90


@dataclass(frozen=True)
class Part:
    """Answers to one survey on one journey: how many, where, about what, and how happy the people were."""

    survey: str
    n: int
    context: dict[str, str]
    channels: tuple[str, ...]
    themes: tuple[str, ...]
    happiness: float


_PARTS = (
    Part(
        "after-support",
        170,
        {"journey": "complain", "stage": "resolve", "owner": "support"},
        ("phone", "web", "chat"),
        ("support", "billing", "other"),
        0.72,
    ),
    Part(
        "after-support",
        90,
        {"journey": "use", "stage": "repair", "owner": "network"},
        ("phone", "web"),
        ("network", "support"),
        0.62,
    ),
    Part(
        "first-month",
        130,
        {"journey": "join", "stage": "first_month", "owner": "installation"},
        ("shop", "web", "phone"),
        ("installation", "billing", "network"),
        0.36,
    ),
    Part(
        "relationship",
        60,
        {"journey": "relationship", "owner": "company"},
        ("email",),
        ("other", "billing"),
        0.5,
    ),
)


def responses(now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Survey and row, as the survey service takes imported answers; the rows' ids are always the same."""
    chance = random.Random(_SEED)  # noqa: S311  a made-up company, not a secret
    comments = yaml.safe_load(
        files("escucha.demo").joinpath("company/comments.yaml").read_text(encoding="utf-8")
    )
    number = 0
    for part in _PARTS:
        for _ in range(part.n):
            number += 1
            happy = chance.random() < part.happiness
            language = chance.choice(("es", "es", "en", "pt"))
            answers: dict[str, Any] = scores(chance, part.survey, happy=happy)
            if chance.random() < 0.45:
                mood = "high" if happy else "low"
                answers["comment"] = chance.choice(comments[chance.choice(part.themes)][mood][language])
            age = timedelta(days=_DAYS * chance.random() ** 1.3, minutes=chance.randrange(600))
            yield (
                part.survey,
                {
                    "id": f"demo-{number}",
                    "submitted_at": (now - age).isoformat(),
                    "language": language,
                    "customer_key": f"c-{chance.randrange(1000, 1400)}",
                    "channel": chance.choice(part.channels),
                    "segment": chance.choice(("home", "home", "business")),
                    **part.context,
                    "answers": answers,
                },
            )


def scores(chance: random.Random, survey: str, *, happy: bool) -> dict[str, Any]:
    """What somebody answers to the questions of a survey that are no words."""
    recommend = chance.choice((9, 9, 10, 10, 8, 7)) if happy else chance.choice((0, 2, 3, 4, 5, 6, 7, 8))
    if survey == "after-support":
        return {
            "effort": chance.choice((5, 6, 6, 7, 7)) if happy else chance.choice((1, 2, 3, 4, 5)),
            "resolved": chance.choice(("first", "first", "later"))
            if happy
            else chance.choice(("later", "not_yet")),
            "recommend": recommend,
        }
    if survey == "first-month":
        return {
            "satisfied": chance.choice((4, 5, 5)) if happy else chance.choice((1, 2, 3, 4)),
            "recommend": recommend,
        }
    return {"recommend": recommend}
