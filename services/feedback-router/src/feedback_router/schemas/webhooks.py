"""Webhooks on the wire."""

from datetime import timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from feedback_router.domain.understanding import Kind, Sentiment, Severity
from feedback_router.domain.webhook_secrets import GRACE, LONGEST_GRACE
from feedback_router.domain.webhook_templates import KINDS, MOST_CHARACTERS, OWN, SLACK, STANDARD, faults
from feedback_router.domain.webhooks import DEFAULT_EVENTS, FAILING, GONE, PAUSED, Filters
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.paging import PageArguments

_TYPE = validate.Regexp(
    r"^router(\.[a-z_]+)+(\.\*)?$(?!\n)",
    error='Name a type such as "router.feedback.routed", or its beginning as "router.feedback.*".',
)


def _values(description: str, *validators: Any) -> fields.List[str]:
    return fields.List(
        fields.String(validate=[*validators] or text(200)),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": description},
    )


class FiltersSchema(Schema):
    """What the data of an event must say; of each list any value is enough, and an empty one lets all pass."""

    severity_at_least = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf([severity.name.lower() for severity in Severity]),
    )
    kinds = _values("What the customer wants", validate.OneOf([*Kind]))
    sentiments = _values("How the customer feels", validate.OneOf([*Sentiment]))
    languages = _values("Languages of the comment", validate.OneOf(["en", "es", "pt", "other"]))
    surveys = _values("Surveys")
    journeys = _values("Journeys")
    stages = _values("Stages of the journey")
    channels = _values("Channels")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Filters:
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return Filters(**values)


class TemplateSchema(Schema):
    """How an event is worded: as the CloudEvent that it is, for Slack, or in a JSON of one's own."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    language = fields.String(
        validate=validate.OneOf(LANGUAGES), metadata={"description": "Of a Slack message; en if not given"}
    )
    body = fields.Raw(
        metadata={"description": 'Any JSON whose texts may hold blanks such as "{data.team}" or "{time}"'}
    )

    @validates_schema
    def _fits(self, data: dict[str, Any], **_: Any) -> None:
        if (data["kind"] == OWN) != ("body" in data):
            raise ValidationError('A template of the kind "json", and only that, has a body.', "body")
        if "language" in data and data["kind"] != SLACK:
            raise ValidationError('Only the kind "slack" is in a language.', "language")
        if "body" in data:
            if len(str(data["body"])) > MOST_CHARACTERS:
                raise ValidationError(f"A body has at most {MOST_CHARACTERS} characters.", "body")
            if wrong := list(faults(data["body"])):
                raise ValidationError({path: [sentence] for path, sentence in wrong})

    @post_load
    def _complete(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"language": "en", **data} if data["kind"] == SLACK else data


class _ChangeableSchema(Schema):
    url = fields.String(required=True, validate=text(2000))
    events = fields.List(
        fields.String(validate=_TYPE),
        load_default=lambda: list(DEFAULT_EVENTS),
        validate=validate.Length(1, 50),
        metadata={"description": "Types of events, or beginnings of types that end in .*"},
    )
    filters = fields.Nested(FiltersSchema, load_default=Filters)
    template = fields.Nested(TemplateSchema, load_default=lambda: {"kind": STANDARD})

    @post_load
    def _freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "events": tuple(data["events"])} if "events" in data else data


class NewWebhookSchema(_ChangeableSchema):
    """A webhook to create; a team's key need not name the team."""

    team = fields.String(load_default=None, allow_none=True, validate=KEY)


class WebhookChangeSchema(_ChangeableSchema):
    """What to change; what is not named stays."""

    enabled = fields.Boolean()

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "partial": ("url", "events", "filters", "template")})


class WebhookArguments(PageArguments):
    """Which webhooks to list."""

    team = fields.String(load_default=None, validate=KEY)


class SecretSchema(Schema):
    """That a secret signs, and until when; itself it is shown once only."""

    number = fields.Integer()
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime(allow_none=True)


class WebhookSchema(Schema):
    """A webhook, and how its receiver is doing."""

    id = fields.UUID()
    team = fields.String()
    url = fields.String()
    events = fields.List(fields.String())
    filters = fields.Nested(FiltersSchema)
    template = fields.Nested(TemplateSchema)
    created_at = fields.AwareDateTime()
    enabled = fields.Boolean()
    disabled_at = fields.AwareDateTime(allow_none=True)
    disabled_reason = fields.String(
        allow_none=True,
        validate=validate.OneOf([PAUSED, GONE, FAILING]),
        metadata={"description": "paused by a person, gone (410), or failing for days"},
    )
    failed_attempts = fields.Integer(metadata={"description": "In a row, since the last success"})
    failing_since = fields.AwareDateTime(allow_none=True)
    secrets = fields.List(fields.Nested(SecretSchema))


class CreatedWebhookSchema(WebhookSchema):
    """A new webhook with its secret, which is shown this once."""

    secret = fields.String()


class WebhookPageSchema(Schema):
    """A page of webhooks; `next` is null on the last one."""

    items = fields.List(fields.Nested(WebhookSchema))
    next = fields.String(allow_none=True)


class RotationSchema(Schema):
    """How long the old secrets sign beside the new one."""

    old_expire_in_hours = fields.Integer(
        load_default=GRACE // timedelta(hours=1),
        strict=True,
        validate=validate.Range(0, LONGEST_GRACE // timedelta(hours=1)),
    )


class NewSecretSchema(Schema):
    """A secret, which is shown this once."""

    number = fields.Integer()
    secret = fields.String()
