"""Which cells of a figure are hidden because too few customers are in them."""

from collections.abc import Iterable, Sequence

from scoring.domain.estimates import SMALLEST_SHOWN


def hidden_cells(sizes: Sequence[int], sums: Iterable[Sequence[int]]) -> set[int]:
    """The cells below SMALLEST_SHOWN, and so many more that none of these sums, if somebody knows it, gives one away.

    `sums` are places of cells whose sum can be known, such as all edges out of one step. In each of them there are then
    either no hidden cells or at least two, with at least SMALLEST_SHOWN between them; where a sum has too few cells for
    that, all of them are hidden.
    """
    hidden = {place for place, size in enumerate(sizes) if size < SMALLEST_SHOWN}
    groups = [sorted(group, key=lambda place: (sizes[place], place)) for group in sums]
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for group in groups:
            chosen = hidden.intersection(group)
            if not chosen:
                continue
            for place in group:
                if len(chosen) > 1 and sum(sizes[one] for one in chosen) >= SMALLEST_SHOWN:
                    break
                chosen.add(place)
            hidden |= chosen
    return hidden


def hidden_overlapping(sizes: Iterable[int], sums: Iterable[Sequence[int]]) -> set[int]:
    """The same where one customer can be in several cells.

    Those that are too small may all be of the same few: one that is large enough by itself hides with them.
    """
    return hidden_cells([n if n >= SMALLEST_SHOWN else 0 for n in sizes], sums)
