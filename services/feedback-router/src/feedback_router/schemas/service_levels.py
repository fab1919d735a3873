"""Service levels on the wire."""

from marshmallow import Schema, fields

from shared.accepted import KEY


class ServiceLevelArguments(Schema):
    """Whose."""

    team = fields.String(load_default=None, validate=KEY)


class StandingSchema(Schema):
    """How a team stands with what is open."""

    team = fields.String()
    open = fields.Integer()
    due_soon = fields.Integer(metadata={"description": "Warned of, and not late yet"})
    overdue = fields.Integer()
    escalated = fields.Integer()
    next_due_at = fields.AwareDateTime(allow_none=True)


class TriageSchema(StandingSchema):
    """How triage stands, where nobody works on anything."""

    alarm_at = fields.Integer(metadata={"description": "So many waiting items raise the alarm"})
    alarm_since = fields.AwareDateTime(allow_none=True, metadata={"description": "null when all is well"})


class StandingsSchema(Schema):
    """What is open, what will soon be due, and what is late, by team."""

    at = fields.AwareDateTime()
    teams = fields.List(fields.Nested(StandingSchema))
    triage = fields.Nested(
        TriageSchema, allow_none=True, metadata={"description": "null for who may not see triage"}
    )
