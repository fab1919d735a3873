"""Comparisons on the wire: the difference with interval and p, and what it means in words."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from scoring.domain.companions import Companion, Pair
from scoring.domain.comparisons import Judged
from scoring.domain.estimates import Measured
from scoring.domain.selections import Selection
from scoring.schemas.companions import CompanionSchema, PairSchema, Told
from scoring.schemas.estimates import WHY_HIDDEN, EstimateSchema, as_estimate
from scoring.schemas.scores import (
    MEASURES,
    ByArguments,
    SelectionSchema,
    refuse_what_is_not_stated,
)
from scoring.schemas.sentences import Text, in_words, rest_named, selection_named, slice_named
from scoring.use_cases.compare_scores import BEFORE, REST, BesideBoth, Comparison, period_before
from shared.i18n import LANGUAGES

# The first and the second, in the language of these texts.
Named = tuple[Callable[[Text], str], Callable[[Text], str]]


class SidesSchema(Schema):
    """Two selections of answers; the difference is second minus first."""

    measure = fields.String(required=True, validate=validate.OneOf(MEASURES))
    first = fields.Nested(SelectionSchema, required=True)
    second = fields.Nested(SelectionSchema, required=True)


class ManyArguments(ByArguments):
    """Which slices are compared, and with what."""

    against = fields.String(
        required=True,
        validate=validate.OneOf([REST, BEFORE]),
        metadata={"description": "All other slices, or the same slice in as many days before `from`"},
    )

    _more: tuple[str, ...] = ("by", "against")

    @validates_schema
    def _is_by_something(self, data: dict[str, Any], **_: Any) -> None:
        if data["against"] == REST and not data["by"]:
            raise ValidationError("Say by what there are others.", "by")


class DifferenceSchema(Schema):
    """Second minus first with its 95 % interval, or why it is hidden."""

    shown = fields.Boolean()
    reason = fields.String()
    value = fields.Float()
    low = fields.Float()
    high = fields.Float()
    unit = fields.String()
    method = fields.String()
    p = fields.Float(metadata={"description": "Two-sided, of this comparison alone"})
    p_corrected = fields.Float(metadata={"description": "For all comparisons of this answer (Holm)"})
    verdict = fields.String(metadata={"description": "Of the second: better, worse or could be chance"})


class SideSchema(EstimateSchema):
    """One of the two, with what stands beside it."""

    companions = fields.Nested(PairSchema)


class ComparisonSchema(Schema):
    """One comparison."""

    slice = fields.Dict()
    kind = fields.String(allow_none=True)
    definition = fields.String()
    option = fields.String()
    first = fields.Nested(SideSchema)
    second = fields.Nested(SideSchema)
    difference = fields.Nested(DifferenceSchema)
    of_many = fields.Integer(metadata={"description": "How many comparisons were corrected together"})
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


class ComparisonsSchema(Schema):
    """One comparison a slice, kind of survey and definition."""

    measure = fields.String()
    comparisons = fields.List(fields.Nested(ComparisonSchema))
    companions = fields.List(
        fields.Nested(CompanionSchema), metadata={"description": "What stands beside the sides, each once"}
    )


def refuse_unstated(measure: str, selections: dict[str, Selection]) -> dict[str, list[str]]:
    """What a measure can't be filtered by, by field."""
    faults: dict[str, list[str]] = {}
    for name, selection in selections.items():
        stated = {
            **{key: getattr(selection, key) for key in ("version", "question", "kind", "definition")},
            **{key: getattr(selection.slice, key) for key in selection.slice.__slots__},
        }
        try:
            refuse_what_is_not_stated(
                {"measure": measure, **{key: value for key, value in stated.items() if value is not None}}
            )
        except ValidationError as error:
            faults[f"{name}.{error.field_name}"] = [str(message) for message in error.messages]
    return faults


def as_compared(
    measure: str, found: list[Comparison], first: Selection, second: Selection, beside: BesideBoth
) -> dict[str, Any]:
    """What ComparisonsSchema shows of two selections."""
    named: Named = lambda text: selection_named(first, text), lambda text: selection_named(second, text)
    return _comparisons(measure, found, beside, lambda _: named)


def as_many(
    measure: str, found: list[Comparison], selection: Selection, against: str, beside: BesideBoth
) -> dict[str, Any]:
    """What ComparisonsSchema shows of many slices."""
    return _comparisons(measure, found, beside, lambda item: _sides(item, selection, against))


def _comparisons(
    measure: str, found: list[Comparison], beside: BesideBoth, sides: Callable[[Comparison], Named]
) -> dict[str, Any]:
    told = Told(_itself)
    comparisons = [_comparison(item, beside(item), told, *sides(item)) for item in found]
    return {"measure": measure, "comparisons": comparisons, "companions": told.told}


def _sides(item: Comparison, selection: Selection, against: str) -> Named:
    if against == REST:
        return rest_named, lambda text: slice_named(item.slice, text)
    earlier = period_before(selection)

    def days(chosen: Selection, text: Text) -> str:
        of_days = selection_named(Selection(first_day=chosen.first_day, last_day=chosen.last_day), text)
        return f"{slice_named(item.slice, text)} ({of_days})"

    return lambda text: days(earlier, text), lambda text: days(selection, text)


def _comparison(
    item: Comparison,
    pairs: tuple[Pair, Pair],
    told: Told,
    first: Callable[[Text], str],
    second: Callable[[Text], str],
) -> dict[str, Any]:
    sides = zip((item.first, item.second), pairs, strict=True)
    one, other = (_side(measured, pair, told) for measured, pair in sides)
    return {
        "slice": {name: value and str(value) for name, value in item.slice.items()},
        "kind": item.kind,
        "definition": item.scale.version,
        **({"option": item.option} if item.option is not None else {}),
        "first": one,
        "second": other,
        "difference": as_difference(item.judged),
        "of_many": item.of_many,
        "sentence": in_words(item, first, second),
    }


def _side(measured: Measured, pair: Pair, told: Told) -> dict[str, Any]:
    return {**as_estimate(measured), "companions": told.as_pair(pair)}


def _itself(companion: Companion) -> Companion:
    """Both sides may have the same figure, found for each."""
    return companion


def as_difference(judged: Judged | None) -> dict[str, Any]:
    """What DifferenceSchema shows."""
    if judged is None:
        return {"shown": False, "reason": WHY_HIDDEN}
    found = judged.difference
    return {
        "shown": True,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "method": found.method,
        "p": found.p,
        "p_corrected": judged.p_corrected,
        "verdict": judged.verdict,
    }
