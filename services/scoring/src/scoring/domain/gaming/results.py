"""What a check says of a unit, and what of it is a finding when all checks are taken together."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from scoring.domain.comparisons import holm
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.slices import Slice

# How often a company in which nobody does anything wrong is shown any finding at all, in one audit.
LEVEL = 0.01
# Below this many, of a unit or of all others, nothing is tested.
SMALLEST_N = 30
# So many times the odds of the others' are needed, however small p is: with enough answers any difference is certain.
SMALLEST_ODDS_RATIO = 1.5
# How many answers a result points to.
MOST_EVIDENCE = 20


class Check(StrEnum):
    NOT_INVITED = "not_invited"
    WITHHELD = "withheld"
    ADDRESS_CHANGED = "address_changed"
    ASKED_IN_SURVEY = "asked_in_survey"
    ASKED_IN_COMMENTS = "asked_in_comments"
    STRAIGHT_LINES = "straight_lines"
    QUICK = "quick"
    SAME_DEVICE = "same_device"
    PERIOD_END = "period_end"
    DEFINITION_MOVED = "definition_moved"


class Outcome(StrEnum):
    FOUND = "found"
    NOTHING = "nothing"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class Change:
    """A version of a plan, measure, journey, survey, trigger or contact policy, and since when it holds."""

    kind: str
    key: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """Of `n` that were looked at in a unit, `hits` against what was expected.

    With too little to go on there is only `n` and how many it `needs`. The `effect` must reach the `threshold`; it is
    None where it is beyond any number. `changed` is what a moved definition is about, which no p belongs to.
    """

    check: Check
    unit: Slice
    n: int
    outcome: Outcome = Outcome.NOTHING
    needs: int | None = None
    hits: int | None = None
    expected: float | None = None
    p: float | None = None
    p_corrected: float | None = None
    effect: float | None = None
    threshold: float | None = None
    evidence: tuple[UUID, ...] = field(default=())
    changed: Change | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether even n is too small to be told."""
        return self.outcome is Outcome.TOO_LITTLE and 0 < self.n < SMALLEST_SHOWN

    @property
    def is_large(self) -> bool:
        """Whether it is enough to matter, chance or not."""
        return self.effect is None or self.threshold is None or self.effect >= self.threshold


def too_little(check: Check, unit: Slice, n: int, needs: int) -> Result:
    """There are n, and it takes more to say anything."""
    return Result(check, unit, n, Outcome.TOO_LITTLE, needs)


def judged(results: Iterable[Result]) -> list[Result]:
    """The same, each p corrected for all that were tested (Holm), and with what follows from it.

    So in an audit where all is honest the chance of even one finding is below LEVEL. See comparisons.holm.
    """
    results = list(results)
    corrected = iter(holm([result.p for result in results if result.p is not None]))
    return [result if result.p is None else _judged(result, next(corrected)) for result in results]


def _judged(result: Result, p_corrected: float) -> Result:
    is_found = p_corrected < LEVEL and result.is_large
    outcome = Outcome.FOUND if is_found else Outcome.NOTHING
    return replace(result, p_corrected=p_corrected, outcome=outcome)
