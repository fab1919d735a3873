"""Originals on the wire."""

from marshmallow import Schema, fields


class OriginalSchema(Schema):
    """What was written, and whether teams see something else."""

    text = fields.String()
    is_masked = fields.Boolean()
