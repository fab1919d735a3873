"""Customers on the wire."""

from marshmallow import Schema, fields, validate

from survey.schemas.touchpoints import CustomerSchema


class CustomersSchema(Schema):
    """Up to 500 customers; what is left out of one stays as it was."""

    customers = fields.List(fields.Nested(CustomerSchema), required=True, validate=validate.Length(1, 500))


class KeptSchema(Schema):
    """How many customers were kept; who stands there twice is one."""

    kept = fields.Integer()


class AddressSchema(Schema):
    """A mail address."""

    email = fields.Email(required=True, validate=validate.Length(max=254))


class ErasedSchema(Schema):
    """What was done; all zeros where nobody was found."""

    customer = fields.String(metadata={"description": "The pseudonym by which events and audit know them"})
    rows = fields.Dict(keys=fields.String(), values=fields.Integer())
    responses = fields.Integer(metadata={"description": "Answers that stay, without who gave them"})
    events = fields.Integer()


class ErasuresSchema(Schema):
    """What was done: of each customer who had the address, and of who complained with it."""

    items = fields.List(fields.Nested(ErasedSchema))


class CopySchema(Schema):
    """Everything that this service keeps of one customer, as it is kept."""

    key = fields.String()
    made_at = fields.AwareDateTime()
    customer = fields.List(fields.Dict())
    touchpoints = fields.List(fields.Dict())
    invitations = fields.List(fields.Dict())
    responses = fields.List(fields.Dict())
    revisions = fields.List(
        fields.Dict(), metadata={"description": "What responses said before they were corrected"}
    )
    partial_answers = fields.List(fields.Dict(), metadata={"description": "What was chosen and not sent yet"})
    messages = fields.List(fields.Dict())
    suppressions = fields.List(fields.Dict())
    complaints = fields.List(fields.Dict())
    delivery_reports = fields.List(fields.Dict())
    events = fields.List(fields.Dict())
