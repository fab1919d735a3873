"""What a plan would have paid in the periods before it, on the wire."""

from marshmallow import Schema, fields, validate

from scoring.schemas.plan_definitions import PeriodSchema
from scoring.schemas.plans import VersionArguments


class SimulationArguments(VersionArguments):
    """Which version, and on how many of the periods before it."""

    periods = fields.Integer(load_default=4, validate=validate.Range(1, 8))


class SimulatedSchema(Schema):
    """What a person would have been paid in a period, in cents, and what else luck could have made of it."""

    name = fields.String(attribute="card.person.name")
    period = fields.Nested(PeriodSchema)
    amount = fields.Integer(attribute="card.amount")
    points = fields.Float(attribute="card.points")
    standard_deviation = fields.Float(attribute="luck.standard_deviation")
    low = fields.Integer(
        attribute="luck.low", metadata={"description": "Luck alone gives less once in twenty"}
    )
    high = fields.Integer(
        attribute="luck.high", metadata={"description": "Luck alone gives more once in twenty"}
    )


class SimulationSchema(Schema):
    """A plan on the periods before it, the newest first."""

    version = fields.Integer()
    results = fields.List(fields.Nested(SimulatedSchema))
    share_of_luck = fields.Float(
        allow_none=True, metadata={"description": "Of the variance of all payouts; null when all are alike"}
    )
