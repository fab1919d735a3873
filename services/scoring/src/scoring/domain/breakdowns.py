"""A measure over several groups at once: each with its scores, and none that gives a hidden one away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scoring.domain import scales
from scoring.domain.estimates import Measured
from scoring.domain.scales import Scale
from scoring.domain.scores import Score, scores
from scoring.domain.suppression import Path, withheld, withheld_in_tree
from scoring.domain.tallies import ZERO, Tally

# What a breakdown can go by, besides declared attributes and one period.
DIMENSIONS = ("survey", "version", "journey", "stage", "channel", "owner", "segment", "language")
PERIODS = ("day", "week", "month")

SliceValues = Mapping[str, str | int | date | None]


@dataclass(frozen=True, slots=True)
class Group:
    """The tally of one slice. Kinds of survey and definitions are never in one group; feedback has no kind.

    `option` is that of a choice; the groups of all options of a question have the same n.
    """

    kind: str | None
    definition: str
    slice: SliceValues
    tally: Tally
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The scores of one slice, the headline first. `response_rate` is that of the same slice, where there is one."""

    kind: str | None
    scale: Scale
    slice: SliceValues
    scores: tuple[Score, ...]
    option: str | None = None
    response_rate: Measured | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a number to see."""
        return self.scores[0].estimate.shown


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One total a kind, definition and option, the subtotals in between, and the items that they are made of."""

    totals: tuple[Item, ...]
    items: tuple[Item, ...]
    subtotals: tuple[Item, ...] = ()


def breakdown(groups: Iterable[Group], by: Sequence[str] = (), *, subtotals: bool = False) -> Breakdown:
    """Score the groups, their totals, and if asked for the subtotals over each beginning of `by`."""
    totals: list[Item] = []
    middle: list[Item] = []
    items: list[Item] = []
    by_meaning = sorted(groups, key=_meaning)
    for _, members in groupby(by_meaning, key=_meaning):
        pooled = list(members)
        first = pooled[0]
        scale = scales.of(first.definition)
        totals.append(_item(first, scale, {}, Tally.pooled(group.tally for group in pooled)))
        levels = range(1, len(by)) if subtotals else range(0)
        hidden = _hidden(pooled, by, scale, nested=bool(levels))
        for level in levels:
            middle.extend(_subtotals(pooled, by[:level], scale, hidden))
        items.extend(
            # Nothing answered is hidden like too few answers, and carries as little.
            _item(first, scale, group.slice, ZERO if hidden and _path(group, by) in hidden else group.tally)
            for group in pooled
        )
    return Breakdown(tuple(totals), tuple(items), tuple(middle))


def _hidden(groups: Sequence[Group], by: Sequence[str], scale: Scale, *, nested: bool) -> set[Path]:
    if nested:
        return withheld_in_tree({_path(g, by): g.tally.n for g in groups}, scale.smallest_shown)
    places = withheld([group.tally.n for group in groups], scale.smallest_shown)
    return {_path(groups[place], by) for place in places}


def _subtotals(groups: Sequence[Group], by: Sequence[str], scale: Scale, hidden: set[Path]) -> Iterable[Item]:
    sums: dict[Path, Tally] = {}
    of_path: dict[Path, SliceValues] = {}
    for group in groups:
        path = _path(group, by)
        of_path[path] = {name: group.slice[name] for name in by}
        sums[path] = sums.get(path, ZERO) + group.tally
    for path, tally in sums.items():
        yield _item(groups[0], scale, of_path[path], ZERO if path in hidden else tally)


def _item(like: Group, scale: Scale, values: SliceValues, tally: Tally) -> Item:
    return Item(like.kind, scale, values, scores(scale, tally), like.option)


def _path(group: Group, by: Sequence[str]) -> Path:
    return tuple(group.slice[name] for name in by or group.slice)


def _meaning(group: Group) -> tuple[str, str, str]:
    return group.kind or "", group.definition, group.option or ""
