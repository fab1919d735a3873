"""Praise on the wire."""

from marshmallow import Schema, fields

from shared.accepted import KEY


class PraiseArguments(Schema):
    """Whose, and since when."""

    team = fields.String(load_default=None, validate=KEY)
    since = fields.AwareDateTime(
        load_default=None, metadata={"description": "The last thirty days unless it is given"}
    )


class PraisedSchema(Schema):
    """How often a person was praised."""

    team = fields.String()
    person = fields.String()
    count = fields.Integer()


class PraiseSchema(Schema):
    """How much praise came in, and for whom."""

    since = fields.AwareDateTime()
    by_team = fields.Dict(keys=fields.String(), values=fields.Integer())
    people = fields.List(fields.Nested(PraisedSchema))
