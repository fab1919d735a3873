"""What came in, in numbers."""

from marshmallow import Schema, fields

from scoring.schemas.scores import StatisticSchema


class SummarySchema(Schema):
    """Counts since midnight UTC and by survey since ever; the NPS of transactional surveys over the last 30 days."""

    since = fields.AwareDateTime()
    responses = fields.Integer()
    feedback = fields.Integer()
    responses_by_survey = fields.Dict(keys=fields.String(), values=fields.Integer())
    feedback_by_survey = fields.Dict(keys=fields.String(), values=fields.Integer())
    nps = fields.Nested(StatisticSchema)
