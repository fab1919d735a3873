"""What a recount found."""

from marshmallow import Schema, fields


class RecountSchema(Schema):
    """Whether rollups and facts agreed, and how many rows of each table did not; those are right now."""

    equal = fields.Boolean()
    wrong = fields.Dict(keys=fields.String(), values=fields.Integer())
