"""Which parts of a selection of cases may be told of: exits, ways, edges, hand-offs, the cases that came to a stage.

A part is told of a channel or segment unless it has too few cases there or would give away another that has. So its
sizes are those in all channels and segments of the same days; unfiltered it is the part of the whole journey.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from scoring.domain import suppression
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.journey_selections import CaseSelection, Place
from scoring.domain.suppression import Cell, Parts

# How many cases each part has, in each place that the selection's filters tell apart.
PartSizes = Mapping[Place, Mapping[Cell, int]]

# Stands for all ways that are hidden in the whole journey, and so everywhere.
_RARE: Cell = (("rare",),)


def hidden_parts(
    selection: CaseSelection,
    sizes: PartSizes,
    *,
    summed: bool = False,
    overlapping: bool = False,
    stated: bool = True,
    above: Collection[Cell] = (),
) -> set[Cell]:
    """The parts that are hidden in this selection.

    `summed` where somebody may know the sum over all parts, or over all with the same beginning or end. `overlapping`
    where one case can have several. Where not only parts are told but their sum itself, they are not `stated` always;
    the sum is `...`. Some of them may have no cases here. Of a hidden selection nothing is told anyhow.
    """
    width = len(selection.place)
    table = {(*place, *part): n for place, parts in sizes.items() for part, n in parts.items() if n}
    if not table:
        return set()
    length = len(next(iter(table))) - width
    places = frozenset(range(width, width + length))
    none: frozenset[int] = frozenset()
    parts = Parts(places if stated else none, places if summed else none, places if overlapping else none)
    beside = [(*place, *(...,) * length) for place in _hidden_places(selection)]
    hidden = suppression.hidden_cells(table, SMALLEST_SHOWN, parts, [*beside, *above])
    return {cell[width:] for cell in hidden if suppression.lies_below(selection.place, [cell[:width]])}


def hidden_ways(selection: CaseSelection, sizes: PartSizes) -> set[Cell]:
    """Of parts of which each case has exactly one, such as the way that it went: they add up to the selection.

    Ways are many, and most are hidden in the whole journey already: beside the others those are one.
    """
    whole: Counter[Cell] = Counter()
    for parts in sizes.values():
        whole.update(parts)
    rare = _rare(whole)
    if not selection.place:
        return rare
    merged: dict[Place, Counter[Cell]] = {}
    for place, parts in sizes.items():
        of_place = merged.setdefault(place, Counter())
        for part, n in parts.items():
            of_place[_RARE if part in rare else part] += n
    above = [(*(...,) * len(selection.place), *_RARE)]
    return rare | hidden_parts(selection, merged, summed=True, above=above)


def _rare(whole: Mapping[Cell, int]) -> set[Cell]:
    """Those below SMALLEST_SHOWN, and the next larger ones until at least two hide at least as many between them."""
    rare: set[Cell] = set()
    together = 0
    for part, n in sorted(whole.items(), key=lambda item: (item[1], repr(item[0]))):
        if n >= SMALLEST_SHOWN and (not rare or (len(rare) > 1 and together >= SMALLEST_SHOWN)):
            break
        rare.add(part)
        together += n
    return rare


def _hidden_places(selection: CaseSelection) -> list[Cell]:
    """The channels and segments that are hidden, as cells of what the selection filters by."""
    stated = [value is not None for value in (selection.channel, selection.segment)]
    return [
        tuple(value for value, of_place in zip(cell, stated, strict=True) if of_place)
        for cell in selection.hidden_beside
        if all(value is ... or of_place for value, of_place in zip(cell, stated, strict=True))
    ]
