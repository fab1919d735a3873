"""Which numbers to hide so that none that rests on too few answers can be read, nor worked out from the others.

What is shown are sums: a total is the sum of its groups, a group the sum of its parts. A hidden group follows from the
shown ones when it is the only unknown of such a sum; so wherever one is hidden, another is hidden beside it, all the
way down. This is primary and complementary cell suppression on a tree of totals: A. Hundepool et al., "Statistical
Disclosure Control", Wiley 2012, chapter 4.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import Enum, auto

Path = tuple[Hashable, ...]


class _State(Enum):
    SHOWN = auto()
    TOO_SMALL = auto()
    COMPLEMENT = auto()  # hidden for the sake of another


def withheld(sizes: Sequence[int], smallest: int) -> set[int]:
    """The places of the groups to hide when their total is shown: the small ones, and no hidden one alone.

    Total minus shown groups is what the hidden ones have together. So there are at least two of them, with at least
    `smallest` answers between them; the smallest groups are hidden for that until it holds.
    """
    hidden = {place for place, n in enumerate(sizes) if n < smallest}
    return _extended(hidden, sizes, smallest, at_least=2) if hidden else hidden


def withheld_in_tree(sizes: Mapping[Path, int], smallest: int) -> set[Path]:
    """The nodes to hide when all nodes above the leaves are shown too: their paths, () being the total.

    `sizes` are those of the leaves, by their path. Nodes are hidden as in `withheld`, from the total downwards; under
    a node that is hidden for another's sake at least one part is hidden too, or it would follow from its parts.
    """
    totals: defaultdict[Path, int] = defaultdict(int)
    parts: defaultdict[Path, list[Path]] = defaultdict(list)
    for path, n in sizes.items():
        for length in range(len(path) + 1):
            node = path[:length]
            if length and node not in totals:
                parts[path[: length - 1]].append(node)
            totals[node] += n
    hidden: set[Path] = set()
    waiting: list[tuple[Path, _State]] = [((), _State.TOO_SMALL if totals[()] < smallest else _State.SHOWN)]
    while waiting:
        node, state = waiting.pop()
        if state is not _State.SHOWN:
            hidden.add(node)
        below = parts[node]
        chosen = _hidden_parts([totals[part] for part in below], state, smallest)
        for place, part in enumerate(below):
            if totals[part] < smallest:
                waiting.append((part, _State.TOO_SMALL))
            else:
                waiting.append((part, _State.COMPLEMENT if place in chosen else _State.SHOWN))
    return hidden


def _hidden_parts(sizes: Sequence[int], state: _State, smallest: int) -> set[int]:
    hidden = {place for place, n in enumerate(sizes) if n < smallest}
    if state is _State.COMPLEMENT:
        return _extended(hidden, sizes, smallest, at_least=1)
    if state is _State.SHOWN and hidden:
        return _extended(hidden, sizes, smallest, at_least=2)
    return hidden


def _extended(hidden: Iterable[int], sizes: Sequence[int], smallest: int, at_least: int) -> set[int]:
    extended = set(hidden)
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place]):
        if len(extended) >= at_least and sum(sizes[place] for place in extended) >= smallest:
            break
        extended.add(place)
    return extended
