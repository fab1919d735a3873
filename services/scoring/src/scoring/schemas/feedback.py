"""What the router tells of a feedback item."""

from typing import Any, ClassVar

from marshmallow import fields, post_load

from scoring.domain.feedback import News, Place
from scoring.schemas.events import SHORT, PlacedSchema, moment


class NewsSchema(PlacedSchema):
    """What each event says of an item."""

    feedback_id = fields.UUID(required=True)
    team = fields.String(required=True, validate=SHORT)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> News:
        place = Place(**{name: data.pop(name) for name in Place.__slots__})
        return News(id=data.pop("feedback_id"), place=place, **{**data, **self.step})

    # What the event says that its data don't.
    step: ClassVar[dict[str, bool]] = {}


class RoutedSchema(NewsSchema):
    """The data of `router.feedback.routed`."""

    response_id = fields.UUID(required=True)
    asked_for_score = fields.Boolean(load_default=False)
    step: ClassVar[dict[str, bool]] = {"kept": False}


class KeptSchema(RoutedSchema):
    """The data of `router.feedback.kept`: praise, with which nothing has to be done."""

    step: ClassVar[dict[str, bool]] = {"kept": True}


class ReroutedSchema(NewsSchema):
    """The data of `router.feedback.rerouted`; the team is the one that has it now."""

    routed_at = moment()


class AcknowledgedSchema(NewsSchema):
    """The data of `router.feedback.acknowledged`."""

    routed_at = moment()
    acknowledged_at = moment()
    step: ClassVar[dict[str, bool]] = {"kept": False}


class ResolvedSchema(NewsSchema):
    """The data of `router.feedback.resolved`; who resolves at once what nobody acknowledged tells both in one."""

    routed_at = moment()
    acknowledged_at = moment(required=False)
    resolved_at = moment()
    step: ClassVar[dict[str, bool]] = {"kept": False}


class WithdrawnSchema(ReroutedSchema):
    """The data of `router.feedback.withdrawn`: the customer took back what was said, when the event says."""

    step: ClassVar[dict[str, bool]] = {"withdrawn": True}


class ReopenedSchema(ReroutedSchema):
    """The data of `router.feedback.reopened`: it was not solved after all, or not withdrawn."""

    step: ClassVar[dict[str, bool]] = {"reopened": True, "kept": False}
