"""Two groups of answers side by side: by how much they differ, and whether chance alone would do that."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain import means, nps, shares
from scoring.domain.estimates import CONFIDENCE, Difference, Hidden
from scoring.domain.scales import Direction, Scale, Statistic
from scoring.domain.tallies import Tally

Differing = Difference | Hidden


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    CHANCE = "could be chance"


@dataclass(frozen=True, slots=True)
class Judged:
    """A difference with its p corrected for all the comparisons that were made with it, and what follows from it.

    The verdict is on the second group, in the direction of the measure.
    """

    difference: Difference
    p_corrected: float
    verdict: Verdict


def difference(scale: Scale, first: Tally, second: Tally) -> Differing:
    """Second minus first of the headline: NPS by Rocks, shares by Newcombe, means by Welch."""
    if min(first.n, second.n) < scale.smallest_shown:
        return Hidden()
    match scale.headline:
        case Statistic.NET_PROMOTER_SCORE:
            return nps.difference(first, second)
        case Statistic.TOP_SHARE:
            return shares.difference((first.top, first.n), (second.top, second.n))
        case Statistic.MEAN:
            return means.difference(first, second, scale)


def judged(differences: Sequence[Differing], scale: Scale) -> list[Judged | None]:
    """Each with its corrected p and verdict; None for one that is hidden, which is no comparison."""
    return judged_by(differences, scale.direction_of(scale.headline))


def judged_by(differences: Sequence[Differing], direction: Direction) -> list[Judged | None]:
    """The same for differences of anything that is better in this direction."""
    corrected = iter(holm([found.p for found in differences if found.shown]))
    return [_judge(found, next(corrected), direction) if found.shown else None for found in differences]


def holm(ps: Sequence[float]) -> list[float]:
    """The p values corrected for their number, in their order.

    The smallest of m is multiplied by m, the next by m − 1 and so on, none below the one before it, none above 1. So
    the chance of even one false alarm stays below the level. Source: S. Holm, "A simple sequentially rejective multiple
    test procedure", Scandinavian Journal of Statistics 6 (1979) 65-70.
    """
    corrected = [0.0] * len(ps)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        least = max(least, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = least
    return corrected


def _judge(found: Difference, p_corrected: float, direction: Direction) -> Judged:
    if p_corrected >= 1 - CONFIDENCE:
        return Judged(found, p_corrected, Verdict.CHANCE)
    verdict = Verdict.BETTER if found.value * direction.sign > 0 else Verdict.WORSE
    return Judged(found, p_corrected, verdict)
