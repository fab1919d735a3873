"""Scores on the wire: never a number without its n, its interval and its definition."""

import re
from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates,
    validates_schema,
)
from webargs.fields import DelimitedList

from scoring.domain.breakdowns import DIMENSIONS, PERIODS
from scoring.domain.responses import KINDS
from scoring.domain.rollups import CHOICE_TYPES
from scoring.domain.scores import Score
from scoring.domain.selections import Selection
from scoring.domain.slices import Slice
from scoring.schemas.companions import CompanionSchema, PairSchema
from scoring.schemas.estimates import EstimateSchema, as_estimate
from shared.accepted import KEY, text

MEASURES = ("nps", "ces", "csat", "rating", *CHOICE_TYPES, "response_rate", "resolved_share")
# What each of these can't be asked by, since what they count does not state it.
_NOT_STATED = {
    "resolved_share": ("version", "question", "definition", "kind", "segment", "language", "attributes"),
    "response_rate": ("question", "definition", "language", "attributes"),
}
_ATTRIBUTE = re.compile(r"([a-z0-9][a-z0-9_-]{0,63}):(.{1,100})", re.DOTALL)


class SelectionSchema(Schema):
    """Which answers are meant; what is left out filters nothing."""

    class Meta:
        # A misspelt filter that is overlooked would pass the whole company's score for a team's.
        unknown = RAISE

    kind = fields.String(validate=validate.OneOf(KINDS))
    survey = fields.String(validate=text(200))
    version = fields.Integer(validate=validate.Range(1, 2**31 - 1))
    question = fields.String(validate=text(200))
    definition = fields.String(validate=text(200))
    journey = fields.String(validate=text(200))
    stage = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))
    owner = fields.String(validate=text(200))
    segment = fields.String(validate=text(200))
    language = fields.String(validate=text(200))
    attributes = DelimitedList(
        fields.String(validate=text(200)),
        data_key="attribute",
        metadata={"description": "Declared attributes of the touchpoint, such as product:fibre"},
    )
    first_day = fields.Date(data_key="from", metadata={"description": "The first day, in UTC"})
    last_day = fields.Date(data_key="to", metadata={"description": "The last day, in UTC; it counts too"})

    @validates("attributes")
    def _names_and_values(self, values: list[str], **_: Any) -> None:
        named = [_ATTRIBUTE.fullmatch(value) for value in values]
        if not all(named):
            raise ValidationError("Write each as name:value.")
        if len({match[1] for match in named if match}) < len(values):
            raise ValidationError("An attribute is named twice.")

    @validates_schema
    def _days_are_in_order(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError("This is before the first day.", "to")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Any:
        return as_selection(data)


class MeasureArguments(SelectionSchema):
    """What is measured, over which answers."""

    measure = fields.String(required=True, validate=validate.OneOf(MEASURES))

    @validates_schema
    def _is_stated(self, data: dict[str, Any], **_: Any) -> None:
        refuse_what_is_not_stated(data)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        own = {name: data.pop(name) for name in ("measure", *self._more) if name in data}
        return {**own, "selection": as_selection(data)}

    # What is asked besides the measure and the selection.
    _more: tuple[str, ...] = ()


class ByArguments(MeasureArguments):
    """The same, and what it is broken down by."""

    by = DelimitedList(
        fields.String(validate=KEY),
        load_default=list,
        metadata={
            "description": f"One or more of {', '.join(DIMENSIONS)}, of the declared attributes, and one of"
            f" {', '.join(PERIODS)}"
        },
    )
    _more: tuple[str, ...] = ("by",)

    @validates_schema
    def _goes_by_each_once(self, data: dict[str, Any], **_: Any) -> None:
        by = data["by"]
        if len(set(by)) < len(by):
            raise ValidationError("A dimension is named twice.", "by")
        if len(set(by) & set(PERIODS)) > 1:
            raise ValidationError("Use one of day, week and month.", "by")


class ScoreArguments(ByArguments):
    """What is measured, over which answers, and what it is broken down by."""

    subtotals = fields.Boolean(
        load_default=False, metadata={"description": "Also over each beginning of what `by` names"}
    )
    _more = ("by", "subtotals")


def refuse_what_is_not_stated(data: dict[str, Any]) -> None:
    """ValidationError by field for filters that a measure can't have, and for a choice without its question."""
    measure = data["measure"]
    for name in _NOT_STATED.get(measure, ()):
        if name in data:
            what = "Feedback" if measure == "resolved_share" else "An invitation"
            field = "attribute" if name == "attributes" else name
            raise ValidationError(f"{what} is not counted by {name}.", field)
    if measure in CHOICE_TYPES:
        for name in ("survey", "question"):
            if name not in data:
                raise ValidationError("Options mean something in one question of one survey only.", name)


def as_selection(data: dict[str, Any]) -> Selection:
    """The selection that these filters describe."""
    filters = dict(data)
    if "attributes" in filters:
        pairs = (value.partition(":") for value in filters["attributes"])
        filters["attributes"] = tuple(sorted((name, value) for name, _, value in pairs))
    slice_ = Slice(**{name: filters.pop(name) for name in Slice.__slots__ if name in filters})
    return Selection(slice_, **filters)


class StatisticSchema(EstimateSchema):
    """One statistic of a question."""

    statistic = fields.String()
    unit = fields.String()
    definition = fields.String(metadata={"description": "The scale that was asked with"})
    direction = fields.String()


class ItemSchema(Schema):
    """One slice. Kinds of survey and definitions are never pooled: each has items of its own."""

    slice = fields.Dict()
    kind = fields.String(allow_none=True, metadata={"description": "Kind of survey; null for feedback"})
    definition = fields.String()
    option = fields.String(metadata={"description": "Of a choice: which option the share is of"})
    statistics = fields.List(fields.Nested(StatisticSchema))
    response_rate = fields.Nested(
        EstimateSchema,
        allow_none=True,
        metadata={"description": "Of the invitations made in this slice and period; null where none was"},
    )
    companions = fields.Nested(PairSchema)


class ScoresSchema(Schema):
    """The totals over all that was selected, and the items by what was asked for."""

    measure = fields.String()
    by = fields.List(fields.String())
    totals = fields.List(fields.Nested(ItemSchema))
    subtotals = fields.List(fields.Nested(ItemSchema))
    items = fields.List(fields.Nested(ItemSchema))
    companions = fields.List(
        fields.Nested(CompanionSchema), metadata={"description": "What stands beside the scores, each once"}
    )


def as_statistic(score: Score) -> dict[str, Any]:
    """What StatisticSchema shows."""
    return {
        "statistic": score.statistic,
        "unit": score.statistic.unit,
        "definition": score.scale.version,
        "direction": score.direction,
        **as_estimate(score.estimate),
    }
