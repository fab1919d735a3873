"""From a question's scale and tally to the scores that it yields."""

from dataclasses import dataclass
from functools import lru_cache

from scoring.domain import means, nps, shares
from scoring.domain.estimates import Hidden, Measured
from scoring.domain.scales import Direction, Scale, Statistic
from scoring.domain.tallies import Tally


@dataclass(frozen=True, slots=True)
class Score:
    """A number with what it means: the scale (with its version and direction) and the statistic."""

    scale: Scale
    statistic: Statistic
    estimate: Measured

    @property
    def direction(self) -> Direction:
        """Which way is better."""
        return self.scale.direction_of(self.statistic)


def scores(scale: Scale, tally: Tally) -> tuple[Score, ...]:
    """Every score of a question, the headline first: NPS alone; for others top share and mean."""
    return tuple(
        [Score(scale, statistic, _estimate(statistic, scale, tally)) for statistic in scale.statistics]
    )


# A dashboard is asked again and again, and most of its slices are of months that are over.
@lru_cache(maxsize=2**14)
def headline(scale: Scale, tally: Tally) -> Measured:
    """The one number that stands for the question, and that plans pay on."""
    return _estimate(scale.headline, scale, tally)


def _estimate(statistic: Statistic, scale: Scale, tally: Tally) -> Measured:
    if tally.n < scale.smallest_shown:
        return Hidden()
    match statistic:
        case Statistic.NET_PROMOTER_SCORE:
            return nps.net_promoter_score(tally)
        case Statistic.TOP_SHARE:
            return shares.share(tally.top, tally.n)
        case Statistic.MEAN:
            return means.mean(tally, scale)
