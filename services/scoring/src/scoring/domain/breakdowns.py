"""A measure over several groups at once: each with its scores, and none that gives a hidden one away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.scales import BY_VERSION, Scale
from scoring.domain.scores import Score, scores
from scoring.domain.tallies import ZERO, Tally

# What a breakdown can go by.
DIMENSIONS = ("survey", "journey", "stage", "channel", "owner", "day")


@dataclass(frozen=True, slots=True)
class Group:
    """The tally of one slice. Kinds of survey and definitions are never in one group; feedback has no kind."""

    kind: str | None
    definition: str
    slice: Mapping[str, str | date | None]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Item:
    """The scores of one slice, the headline first."""

    kind: str | None
    scale: Scale
    slice: Mapping[str, str | date | None]
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One total a kind and definition, and the items that each is made of."""

    totals: tuple[Item, ...]
    items: tuple[Item, ...]


def breakdown(groups: Iterable[Group]) -> Breakdown:
    """Score the groups and their totals."""
    totals: list[Item] = []
    items: list[Item] = []
    by_meaning = sorted(groups, key=_meaning)
    for (kind, definition), members in groupby(by_meaning, key=_meaning):
        scale, pooled = BY_VERSION[definition], list(members)
        hidden = withheld([group.tally.n for group in pooled])
        totals.append(
            Item(kind or None, scale, {}, scores(scale, sum((g.tally for g in pooled), start=ZERO)))
        )
        items.extend(
            # Nothing answered is hidden like too few answers, and carries as little.
            Item(kind or None, scale, group.slice, scores(scale, ZERO if place in hidden else group.tally))
            for place, group in enumerate(pooled)
        )
    return Breakdown(tuple(totals), tuple(items))


def withheld(sizes: Sequence[int]) -> set[int]:
    """The places of the groups to hide when their total is shown: the small ones, and no hidden one alone.

    Total minus shown groups is what the hidden ones have together. So there are at least two of them, with at least
    SMALLEST_SHOWN answers between them; the smallest groups are hidden for that until it holds.
    """
    hidden = {place for place, n in enumerate(sizes) if n < SMALLEST_SHOWN}
    if not hidden:
        return hidden
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place]):
        if len(hidden) > 1 and sum(sizes[place] for place in hidden) >= SMALLEST_SHOWN:
            break
        hidden.add(place)
    return hidden


def _meaning(group: Group) -> tuple[str, str]:
    return group.kind or "", group.definition
