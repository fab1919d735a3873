"""Whether reaching out helped: everybody who was drawn for the list against everybody who was held out.

Counted is who was drawn for what, not who was in fact reached (intention to treat): who can be reached differs from who
can't, and only the draw makes the two groups alike.
"""

from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.comparisons import Judged, judged_by
from scoring.domain.estimates import LOW_BASE_BELOW
from scoring.domain.scales import Direction
from scoring.domain.shares import difference

# Who was drawn less than so many days ago is not counted yet.
FOLLOWED_DAYS = 30


class Outcome(StrEnum):
    """What may come of it within FOLLOWED_DAYS. Of all these, less is better."""

    DETRACTOR = "detractor"
    LEFT = "left"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the two groups: how many were drawn, contacted, and what became of them. `answered` is who gave NPS."""

    drawn: int = 0
    contacted: int = 0
    answered: int = 0
    detractors: int = 0
    left: int = 0
    complained: int = 0

    def of(self, outcome: Outcome) -> tuple[int, int]:
        """How many it happened to, of how many: detractors of those who answered, the others of all."""
        match outcome:
            case Outcome.DETRACTOR:
                return self.detractors, self.answered
            case Outcome.LEFT:
                return self.left, self.drawn
            case Outcome.COMPLAINED:
                return self.complained, self.drawn


@dataclass(frozen=True, slots=True)
class Effect:
    """An outcome on the list minus held out, judged beside the other outcomes; None where a group is too small."""

    outcome: Outcome
    judged: Judged | None

    @property
    def low_base(self) -> bool:
        """Whether a group is so small that one should wait for more."""
        if self.judged is None:
            return True
        return min(self.judged.difference.n_first, self.judged.difference.n_second) < LOW_BASE_BELOW


def effects(listed: Arm, held_out: Arm) -> list[Effect]:
    """Each outcome of the two groups side by side."""
    differences = [difference(held_out.of(outcome), listed.of(outcome)) for outcome in Outcome]
    found = judged_by(differences, Direction.LOWER_IS_BETTER)
    return [Effect(outcome, judged) for outcome, judged in zip(Outcome, found, strict=True)]
