"""Service, experience, excellence: how touchpoints score, how the whole journey does, and how even that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy import stats

from scoring.domain.estimates import Difference, Hidden, Measured
from scoring.domain.shares import difference, share


@dataclass(frozen=True, slots=True)
class TouchpointScore:
    """Satisfied answers about one touchpoint: how many of n to which survey about which stage, on which scale."""

    definition: str
    survey: str
    stage: str
    satisfied: int
    n: int

    @property
    def estimate(self) -> Measured:
        return share(self.satisfied, self.n)


@dataclass(frozen=True, slots=True)
class Consistency:
    """The worst and the best touchpoint, how far apart they are, and the chance of such a spread if all were alike.

    The two are picked because they are extreme, so their difference alone overstates: `p`, of Pearson's χ² over all
    touchpoints, says whether there is anything to it.
    """

    worst: TouchpointScore
    best: TouchpointScore
    spread: Difference | Hidden
    p: float


def by_definition(touchpoints: Iterable[TouchpointScore]) -> dict[str, list[TouchpointScore]]:
    """Answers on different scales are never pooled, nor compared."""
    found: dict[str, list[TouchpointScore]] = {}
    for one in touchpoints:
        found.setdefault(one.definition, []).append(one)
    return found


def together(touchpoints: Sequence[TouchpointScore]) -> tuple[int, int]:
    """Satisfied answers and all answers; the touchpoints are of one scale."""
    return sum(one.satisfied for one in touchpoints), sum(one.n for one in touchpoints)


def service(touchpoints: Iterable[TouchpointScore]) -> dict[str, Measured]:
    """All answers about touchpoints together, by scale."""
    return {name: share(*together(scored)) for name, scored in by_definition(touchpoints).items()}


def consistency(touchpoints: Sequence[TouchpointScore]) -> Consistency | None:
    """The touchpoints are of one scale. None with fewer than two that can be shown."""
    shown = [one for one in touchpoints if one.estimate.shown]
    if len(shown) < 2:
        return None
    ordered = sorted(shown, key=lambda one: (one.satisfied / one.n, one.survey, one.stage))
    worst, best = ordered[0], ordered[-1]
    spread = difference((worst.satisfied, worst.n), (best.satisfied, best.n))
    return Consistency(worst, best, spread, _chance(shown))


def _chance(touchpoints: Sequence[TouchpointScore]) -> float:
    table = [[one.satisfied, one.n - one.satisfied] for one in touchpoints]
    if not all(sum(column) for column in zip(*table, strict=True)):
        return 1.0  # all satisfied, or nobody: nothing differs
    return float(stats.chi2_contingency(table, correction=False).pvalue)
