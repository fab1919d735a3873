"""The directly-follows graph as a drawing: the design's stages downwards, what else happened beside them."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.journey_views import Graph, TimedEdge

WIDTH = 380.0
BOX_WIDTH, BOX_HEIGHT = 128.0, 34.0
_MAIN_X, _BESIDE_X = 92.0, 282.0
_TOP, _PITCH, _LEAST_PITCH = 20.0, 84.0, 58.0
_DOT, _HEAD = 9.0, 3.0
_THINNEST, _THICKEST = 1.0, 6.0
# What comes after what beside the map is placed by what is placed already: so many rounds reach everything.
_ROUNDS = 4
# More would be a tangle; the table beside has all.
_MOST_EDGES = 30


@dataclass(frozen=True)
class Node:
    """A box around its middle; a stage of the design, or what is not on the map; and how many cases end there."""

    key: str
    x: float
    y: float
    on_the_map: bool
    ends: int = 0


@dataclass(frozen=True)
class Arrow:
    """A line that is as thick as many went that way, with how often beside its middle if there is room."""

    path: str
    width: float
    back: bool = False
    n: int | None = None
    label: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class GraphDrawing:
    """Boxes, arrows, and where cases begin."""

    nodes: list[Node]
    arrows: list[Arrow]
    begin: Node
    height: float


def draw(graph: Graph, stages: Sequence[str]) -> GraphDrawing:
    """The most frequent edges; `stages` are the design's, in their order."""
    edges = list(graph.edges)[:_MOST_EDGES]
    seen = {step for item in edges for step in (item.edge.source, item.edge.target) if step}
    on_the_map = [step for step in stages if step in seen]
    main = {step: _TOP + _PITCH * place for place, step in enumerate(on_the_map, start=1)}
    beside = _beside(edges, main)
    ends = {item.edge.source: item.edge.n for item in edges if item.edge.target is None}
    nodes = [
        Node(step, x, y, x == _MAIN_X, ends.get(step, 0))
        for x, column in ((_MAIN_X, main), (_BESIDE_X, beside))
        for step, y in column.items()
    ]
    begin = Node("", _MAIN_X, _TOP, on_the_map=True)
    places: dict[str | None, Node] = {None: begin, **{node.key: node for node in nodes}}
    followed = [item for item in edges if item.edge.target]
    most = max((item.edge.n for item in followed), default=1)
    arrows = [
        _arrow(places[item.edge.source], places[item.edge.target], item.edge.n, most) for item in followed
    ]
    lowest = max([_TOP, *main.values(), *beside.values()])
    return GraphDrawing(nodes, arrows, begin, lowest + BOX_HEIGHT + _TOP)


def _beside(edges: Sequence[TimedEdge], main: Mapping[str, float]) -> dict[str, float]:
    """Each below what it comes after, weighted by how often it does; not on top of one another."""
    ideal = dict(main)
    for _ in range(_ROUNDS):
        weights: defaultdict[str, float] = defaultdict(float)
        heights: defaultdict[str, float] = defaultdict(float)
        for item in edges:
            source, target = item.edge.source, item.edge.target
            if source in ideal and target and target not in main:
                weights[target] += item.edge.n
                heights[target] += item.edge.n * (ideal[source] + _PITCH / 2)
        ideal |= {step: heights[step] / weights[step] for step in weights}
    last = max(main.values(), default=_TOP) + _PITCH
    others = {step for item in edges for step in (item.edge.source, item.edge.target) if step} - main.keys()
    found: dict[str, float] = {}
    y = -math.inf
    for step in sorted(others, key=lambda step: (ideal.get(step, last), step)):
        y = max(ideal.get(step, last), y + _LEAST_PITCH)
        found[step] = round(y, 1)
    return found


def _arrow(source: Node, target: Node, n: int, most: int) -> Arrow:
    width = round(_THINNEST + (_THICKEST - _THINNEST) * math.sqrt(n / most), 1)
    if source is target:
        return Arrow(f"M{source.x + BOX_WIDTH / 2:g} {source.y - 8:g} c20 -14 20 26 3 18", width)
    if source.x != target.x:
        return Arrow(_across(source, target), width)
    distance = target.y - source.y
    if source.on_the_map and 0 < distance <= _PITCH:
        start = source.y + (BOX_HEIGHT / 2 if source.key else _DOT)
        stop = target.y - BOX_HEIGHT / 2 - _HEAD
        middle = (source.x + width / 2 + 6, (start + stop) / 2 + 4)
        return Arrow(f"M{source.x:g} {start:g} L{source.x:g} {stop:g}", width, n=n, label=middle)
    return Arrow(_around(source, target), width, back=source.on_the_map and distance < 0)


def _across(source: Node, target: Node) -> str:
    """From one column to the other; there and back do not lie on each other."""
    side = 1 if target.x > source.x else -1
    out = source.x + side * (BOX_WIDTH / 2 if source.key else _DOT)
    into = target.x - side * (BOX_WIDTH / 2 + _HEAD)
    from_y, to_y, middle = source.y + 5 * side, target.y + 5 * side, (out + into) / 2
    return f"M{out:g} {from_y:g} C{middle:g} {from_y:g} {middle:g} {to_y:g} {into:g} {to_y:g}"


def _around(source: Node, target: Node) -> str:
    """Within a column, past what lies between: on the map forwards on the left and back on the right."""
    side = -1 if source.on_the_map and target.y > source.y else 1
    out = source.x + side * (BOX_WIDTH / 2 if source.key else _DOT)
    into = target.x + side * (BOX_WIDTH / 2 + _HEAD)
    bend = source.x + side * (BOX_WIDTH / 2 + min(30.0, 12.0 + abs(target.y - source.y) / 20))
    shift = 5.0 if target.y > source.y else -5.0
    from_y, to_y = source.y + shift, target.y - shift
    return f"M{out:g} {from_y:g} C{bend:g} {from_y:g} {bend:g} {to_y:g} {into:g} {to_y:g}"
