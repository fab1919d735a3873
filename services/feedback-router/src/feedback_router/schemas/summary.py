"""What came in, in numbers."""

from marshmallow import Schema, fields


def _counts(description: str) -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": description})


class SummarySchema(Schema):
    """Counts since midnight UTC, and what is open now."""

    since = fields.AwareDateTime()
    feedback = fields.Integer(metadata={"description": "How many came in since then"})
    by_status = _counts("Those, by the status that they have now")
    open_by_team = _counts("All that is not resolved, whenever it came in")
