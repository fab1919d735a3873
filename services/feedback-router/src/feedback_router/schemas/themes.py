"""Themes on the wire."""

from marshmallow import Schema, fields, validate

from feedback_router.domain.understanding import Kind
from feedback_router.schemas.feedback import ResolutionSchema
from shared.accepted import text
from shared.paging import MAX_LIMIT

_AT_MOST = 100
_NAME = text(200)


class ThemeArguments(Schema):
    """Which themes to list."""

    cursor = fields.UUID(load_default=None, metadata={"description": "The `next` of the page before"})
    limit = fields.Integer(load_default=20, validate=validate.Range(1, _AT_MOST))
    emerging = fields.Boolean(
        load_default=None, metadata={"description": "Whether it grows beyond chance now"}
    )
    open = fields.Boolean(load_default=None, metadata={"description": "Whether some of its items are open"})
    kind = fields.String(
        load_default=None,
        validate=validate.OneOf([*Kind]),
        metadata={"description": "Some of its items are of this kind; with `open=true`, and open"},
    )


class QuoteSchema(Schema):
    """What somebody said, masked."""

    feedback_id = fields.UUID(attribute="id")
    text = fields.String()
    language = fields.String()
    submitted_at = fields.AwareDateTime()
    severity = fields.Integer()


class EpisodeSchema(Schema):
    """A time in which the theme grew beyond chance. The figures are of all teams, and null for a team's key."""

    began_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    days = fields.Integer(metadata={"description": "How many days were looked at"})
    seen = fields.Integer(allow_none=True)
    expected = fields.Float(allow_none=True)
    chance = fields.Float(
        allow_none=True, metadata={"description": "How likely so many or more are by chance alone"}
    )


class ThemeResolutionSchema(Schema):
    """What was done about the theme."""

    number = fields.Integer()
    team = fields.String(allow_none=True, metadata={"description": "Whose items, null for all"})
    at = fields.AwareDateTime()
    by = fields.String()
    what_was_done = fields.String()
    root_cause = fields.String(allow_none=True)
    closed_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When all that was open then had been resolved"}
    )


class ThemeSchema(Schema):
    """Comments about the same thing; the figures are of what the key may see."""

    id = fields.UUID(metadata={"description": "Stays the same; of a merged theme it leads to the other"})
    name = fields.String(metadata={"description": "Its own phrases, unless a person named it"})
    named_by = fields.String(allow_none=True)
    phrases = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    made_by = fields.String(allow_none=True, metadata={"description": "Who split it off"})
    created_at = fields.AwareDateTime()
    count = fields.Integer()
    open = fields.Integer()
    customers = fields.Integer(metadata={"description": "How many known customers say so"})
    severity = fields.Integer(metadata={"description": "Of the worst of them"})
    severe = fields.Integer(metadata={"description": "How many are severe (3 or more)"})
    first_at = fields.AwareDateTime()
    last_at = fields.AwareDateTime()
    weeks = fields.List(
        fields.Integer(),
        metadata={"description": "Comments a week for eight weeks, the last seven days last"},
    )
    emerging_since = fields.AwareDateTime(allow_none=True)
    quotes = fields.List(fields.Nested(QuoteSchema), metadata={"description": "The newest, no copies"})


class PlaceSchema(Schema):
    """A journey or a channel and how much of the theme is from there."""

    name = fields.String()
    count = fields.Integer()
    share = fields.Float(metadata={"description": "Of the theme's comments"})
    share_of_all = fields.Float(metadata={"description": "Of all comments of these 90 days"})
    chance = fields.Float(
        metadata={"description": "How likely so many are by chance (Fisher's exact test, corrected by Holm)"}
    )


class PlacesSchema(Schema):
    """Where a theme is at home, with the evidence."""

    verdict = fields.String(
        validate=validate.OneOf(["journey", "channel", "everywhere", "unclear"]),
        metadata={"description": "Specific to the first journey, or throughout the first channel"},
    )
    journeys = fields.List(fields.Nested(PlaceSchema))
    channels = fields.List(fields.Nested(PlaceSchema))


class ThemeDetailSchema(ThemeSchema):
    """A theme with where it is at home, when it grew beyond chance, and what was done about it."""

    places = fields.Nested(PlacesSchema)
    episodes = fields.List(fields.Nested(EpisodeSchema))
    resolutions = fields.List(fields.Nested(ThemeResolutionSchema))


class ThemePageSchema(Schema):
    """A page of themes; `next` is null on the last one."""

    items = fields.List(fields.Nested(ThemeSchema))
    next = fields.UUID(allow_none=True)


class MergeSchema(Schema):
    """Which theme it is, in truth."""

    into = fields.UUID(required=True)


class SplitSchema(Schema):
    """Which items are about something else, and how that is called if you know."""

    items = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_LIMIT))
    name = fields.String(load_default=None, validate=_NAME)


class ThemeNameSchema(Schema):
    """How people call it."""

    name = fields.String(required=True, validate=_NAME)


class ThemeResolveSchema(ResolutionSchema):
    """What was done about all of it, in words that the customers could be told, and where the cause lay."""


class PlacementSchema(Schema):
    """The theme that an item is about."""

    theme = fields.UUID(required=True)
