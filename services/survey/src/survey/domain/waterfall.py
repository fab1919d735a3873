"""The waterfall: from who could have been asked to who answered. Each drop has its reason, and it all adds up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

UNITS = ("survey", "trigger", "journey", "stage", "channel", "owner", "segment", "day")
Unit = tuple[str | None, ...]


@dataclass(frozen=True)
class Cell:
    """How many invitations of a unit ended alike. `outcome` is suppressed, waiting, sent, handed_out or failed.

    An answer that was begun and kept as incomplete is an answer.
    """

    unit: Unit
    outcome: str
    reason: str | None
    answered: bool
    n: int


@dataclass(frozen=True)
class Waterfall:
    """The counts of one unit, or of all.

    eligible = suppressed + invited; invited = waiting + delivered + failed; delivered = sent + handed_out
    = answered + unanswered; what has reasons is the sum over them.
    """

    suppressed_by: dict[str, int]
    waiting: int
    failed_by: dict[str, int]
    sent: int
    handed_out: int
    answered: int

    @property
    def eligible(self) -> int:
        """On how many touchpoints a trigger fired."""
        return self.suppressed + self.invited

    @property
    def suppressed(self) -> int:
        """How many were not asked."""
        return sum(self.suppressed_by.values())

    @property
    def invited(self) -> int:
        """How many were to be asked."""
        return self.waiting + self.delivered + self.failed

    @property
    def failed(self) -> int:
        """How many could not be reached."""
        return sum(self.failed_by.values())

    @property
    def delivered(self) -> int:
        """How many have the link, as far as anybody knows."""
        return self.sent + self.handed_out

    @property
    def unanswered(self) -> int:
        """How many have the link and did not answer so far."""
        return self.delivered - self.answered


def waterfall(cells: Iterable[Cell]) -> Waterfall:
    """All these together."""
    suppressed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    others: Counter[str] = Counter()
    answered = 0
    for cell in cells:
        if cell.outcome in ("suppressed", "failed"):
            (suppressed if cell.outcome == "suppressed" else failed)[cell.reason or "unknown"] += cell.n
        else:
            others[cell.outcome] += cell.n
            answered += cell.n if cell.answered else 0
    return Waterfall(
        suppressed_by=dict(sorted(suppressed.items())),
        waiting=others["waiting"],
        failed_by=dict(sorted(failed.items())),
        sent=others["sent"],
        handed_out=others["handed_out"],
        answered=answered,
    )


def by_unit(cells: Iterable[Cell]) -> list[tuple[Unit, Waterfall]]:
    """One for each unit, in their order; what is unknown comes last."""
    units: dict[Unit, list[Cell]] = {}
    for cell in cells:
        units.setdefault(cell.unit, []).append(cell)
    ordered = sorted(units.items(), key=lambda item: [(part is None, part or "") for part in item[0]])
    return [(unit, waterfall(of_unit)) for unit, of_unit in ordered]
