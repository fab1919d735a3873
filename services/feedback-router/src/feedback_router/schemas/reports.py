"""Reports of staff on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from feedback_router.use_cases.take_report import Report
from shared.accepted import text
from shared.i18n import LANGUAGES
from shared.ids import new_id

_TEXT, _PLACE = text(5000), text(200)


def _place() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=_PLACE)


class ReportSchema(Schema):
    """What somebody of the staff sees. Name no customer: what customers say themselves comes in another way."""

    id = fields.UUID(metadata={"description": "Yours; the same id again is the same report"})
    text = fields.String(required=True, validate=_TEXT)
    language = fields.String(load_default=None, validate=validate.OneOf(LANGUAGES))
    journey = _place()
    stage = _place()
    channel = _place()
    owner = _place()

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Report:
        return Report(**{"id": new_id(), **data})


class ReportedSchema(Schema):
    """Who has it now, why, and until when."""

    feedback_id = fields.UUID(attribute="id")
    team = fields.String()
    reason = fields.String(metadata={"description": "In the language of Accept-Language: en, es or pt"})
    due_at = fields.AwareDateTime(allow_none=True)
