"""What a score is never given without: what came of the journey, and what gets worse when the score is pushed."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from scoring.domain.estimates import Measured

OUTCOME = "journey_success"


class Missing(StrEnum):
    """Why there is no figure to put beside a score."""

    NO_JOURNEY = "this score is not of one journey"
    NOT_DESIGNED = "nobody has designed this journey"
    NOT_NAMED = "the register of measures names no counter-measure"
    NOT_TOLD_APART = "the counter-measure can't be told apart by what was asked for"
    OF_JOURNEYS = "the counter-measure is one of the journey's own outcomes"
    NOT_ANSWERED = "nobody was asked for the counter-measure here"


# Tuples, as groups and items are: there may be as many.
class Companion(NamedTuple):
    """A figure beside a score. `period` is the first day of the score's, None where the score is of several."""

    measure: str | None
    definition: str | None
    journey: str | None
    period: date | None
    found: Measured | Missing


class Pair(NamedTuple):
    """What belongs to one score: a counter-measure asked on two scales is two, which are never pooled."""

    outcome: Companion
    counter_measures: tuple[Companion, ...]
