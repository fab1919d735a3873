"""Where cases are, and the directly-follows graph of their steps, on the wire."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.estimates import Hidden
from scoring.domain.journey_views import Graph
from scoring.schemas.case_estimates import ShownSchema, hidden
from scoring.store.journey_figures import State


class StateSchema(Schema):
    """Cases that succeeded, left (by which exit), were abandoned, or are open."""

    state = fields.String()
    exit = fields.String(allow_none=True)
    cases = fields.Integer()
    touchpoints = fields.Integer()


class CasesSchema(ShownSchema):
    """Where cases are."""

    states = fields.List(fields.Nested(StateSchema))


class EdgeSchema(Schema):
    """How often `target` came directly after `source`. Without source a beginning, without target the end so far."""

    source = fields.String(allow_none=True)
    target = fields.String(allow_none=True)
    n = fields.Integer()
    cases = fields.Integer()
    median_seconds = fields.Integer(allow_none=True)


class GraphSchema(ShownSchema):
    """The directly-follows graph; the edges between two steps sum to touchpoints minus cases."""

    cases = fields.Integer()
    touchpoints = fields.Integer()
    edges = fields.List(fields.Nested(EdgeSchema))
    hidden = fields.Integer(
        metadata={"description": "Edges that too few took, or that would give those away"}
    )


def as_cases(found: list[State] | None) -> dict[str, Any]:
    """What CasesSchema shows."""
    return {"shown": True, "states": found} if found is not None else hidden()


def as_graph(found: Graph | Hidden) -> dict[str, Any]:
    """What GraphSchema shows."""
    if isinstance(found, Hidden):
        return hidden()
    edges = [
        {
            "source": item.edge.source,
            "target": item.edge.target,
            "n": item.edge.n,
            "cases": item.edge.cases,
            "median_seconds": item.median_s,
        }
        for item in found.edges
    ]
    return {
        "shown": True,
        "cases": found.cases,
        "touchpoints": found.touchpoints,
        "edges": edges,
        "hidden": found.hidden,
    }
