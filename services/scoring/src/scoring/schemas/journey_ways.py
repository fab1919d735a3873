"""The ways that cases took on the wire: their paths, and how far they went the designed one."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.estimates import Hidden
from scoring.domain.journey_views import Deviations, Ways
from scoring.schemas.case_estimates import ShownSchema, all_shown, as_shown, estimates, hidden
from scoring.schemas.estimates import EstimateSchema


class SwitchSchema(Schema):
    """How often, and in how many cases, a customer changed from one channel to another."""

    source = fields.String()
    target = fields.String()
    n = fields.Integer()
    cases = fields.Integer()


class VariantSchema(Schema):
    """A path and how many cases took it."""

    path = fields.List(fields.String())
    cases = fields.Integer()


class VariantsSchema(ShownSchema):
    """The paths that cases took, what was done more than once, and where customers changed the channel."""

    cases = fields.Integer()
    different = fields.Integer(metadata={"description": "How many different paths there are"})
    variants = fields.List(fields.Nested(VariantSchema))
    reworked = fields.Nested(EstimateSchema)
    repeated = estimates()
    switched = fields.Nested(EstimateSchema)
    channel_switches = fields.List(fields.Nested(SwitchSchema))


class ConformanceSchema(ShownSchema):
    """How far cases that are over went the designed way: fitness 1 − cost / worst cost, and shares of cases."""

    cases = fields.Integer()
    fitness = fields.Float()
    mean_fitness = fields.Float()
    perfect = fields.Nested(EstimateSchema)
    skipped = estimates()
    repeated = estimates()
    out_of_order = estimates()
    not_on_the_map = estimates()


def as_variants(found: Ways | Hidden) -> dict[str, Any]:
    """What VariantsSchema shows."""
    if isinstance(found, Hidden):
        return hidden()
    return {
        "shown": True,
        "cases": found.cases,
        "different": found.different,
        "variants": found.variants,
        "reworked": as_shown(found.reworked),
        "repeated": all_shown(found.repeated),
        "switched": as_shown(found.switched),
        "channel_switches": found.channel_switches,
    }


def as_conformance(found: Deviations | Hidden) -> dict[str, Any]:
    """What ConformanceSchema shows."""
    if isinstance(found, Hidden):
        return hidden()
    return {
        "shown": True,
        "cases": found.conformance.cases,
        "fitness": float(found.conformance.fitness),
        "mean_fitness": float(found.conformance.mean_fitness),
        "perfect": as_shown(found.perfect),
        **{name: all_shown(shares) for name, shares in found.shares.items()},
    }
