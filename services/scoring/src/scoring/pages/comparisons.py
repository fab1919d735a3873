"""Comparisons for people: which differences are more than chance, in words and in numbers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate, validates_schema
from psycopg import Connection

from scoring.domain.breakdowns import DIMENSIONS
from scoring.domain.selections import Selection
from scoring.domain.units import Unit
from scoring.pages.asked import Asked, asked
from scoring.pages.figures import figure
from scoring.pages.rendering import Reader, page, reader
from scoring.schemas.comparisons import as_compared, as_many
from scoring.schemas.figures import number, p_value
from scoring.schemas.scores import MeasureArguments
from scoring.use_cases.compare_scores import (
    BEFORE,
    REST,
    Comparison,
    NotComparableError,
    compare_many,
    compare_selections,
)
from scoring.use_cases.measure_scores import UnknownDimensionError, measure_scores
from shared import access
from shared.accepted import text
from shared.clock import now
from shared.service import current

blueprint = Blueprint(
    "comparisons_pages", __name__, url_prefix="/scoring/comparisons", template_folder="../templates"
)

GROUP = "group"
# A version is a number, and two of them are never compared over time.
_DIMENSIONS = tuple(name for name in DIMENSIONS if name != "version")


class FormArguments(MeasureArguments):
    """Slices against all others or the days before, or one of them against another."""

    by = fields.String(validate=validate.OneOf(_DIMENSIONS), required=True)
    against = fields.String(required=True, validate=validate.OneOf([REST, BEFORE, GROUP]))
    first = fields.String(load_default=None, validate=text(200))
    second = fields.String(load_default=None, validate=text(200))

    _more = ("by", "against", "first", "second")

    @validates_schema
    def _names_both(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("against") == GROUP:
            missing = [name for name in ("first", "second") if not data.get(name)]
            if missing or data["first"] == data["second"]:
                raise ValidationError({name: ["Say which two."] for name in missing or ["second"]})


@blueprint.get("")
@access.page("scores:read")
def show_comparisons() -> Response:
    """Each slice with the rest or with the days before, corrected for their number; or two slices."""
    usual = {"measure": "nps", "by": "channel", "against": REST}
    form = asked(FormArguments(), now().date(), **usual)
    if form.values is None:
        return page("comparisons.html", 422, form=form, groups=[], compared=None)
    groups: list[str] = []
    try:
        with current().read() as connection:
            groups = _groups(connection, form.values)
            compared = _compared(connection, form.values, reader())
    except NotComparableError as error:
        return _refused(form, error.field, groups)
    except UnknownDimensionError:
        return _refused(form, "by", groups)
    return page("comparisons.html", form=form, groups=groups, compared=compared)


def _refused(form: Asked, field: str, groups: Sequence[str]) -> Response:
    refused = replace(form, values=None, faults=(f"comparing_{field}",))
    return page("comparisons.html", 422, form=refused, groups=groups, compared=None)


def _groups(connection: Connection, asked_for: dict[str, Any]) -> list[str]:
    """What can be named as one of two."""
    by = asked_for["by"]
    found = measure_scores(connection, asked_for["measure"], asked_for["selection"], [by])
    return sorted({str(item.slice[by]) for item in found.items if item.slice[by]})


def _compared(connection: Connection, asked_for: dict[str, Any], who: Reader) -> list[dict[str, Any]]:
    measure, selection, by = asked_for["measure"], asked_for["selection"], asked_for["by"]
    if asked_for["against"] == GROUP:
        sides = {name: _side(selection, by, asked_for[name]) for name in ("first", "second")}
        found = compare_selections(connection, measure, **sides)
        told = as_compared(measure, found, **sides)
    else:
        found = compare_many(connection, measure, selection, [by], asked_for["against"])
        told = as_many(measure, found, selection, asked_for["against"])
    return [
        _row(item, one["sentence"][who.language], item.slice.get(by), who)
        for item, one in zip(found, told["comparisons"], strict=True)
    ]


def _side(selection: Selection, by: str, value: str) -> Selection:
    changed: dict[str, Any] = {by: value}
    return replace(selection, slice=replace(selection.slice, **changed))


def _row(item: Comparison, sentence: str, group: object, who: Reader) -> dict[str, Any]:
    row = {
        "group": group,
        "meaning": f"{who.text['kind_' + (item.kind or 'feedback')]} ({item.scale.version})",
        "sentence": sentence,
        "first": figure(item.first, who.language, item.scale),
        "second": figure(item.second, who.language, item.scale),
        "of_many": item.of_many,
    }
    if item.judged is None:
        return row | {"verdict": "hidden"}
    found = item.judged.difference
    sign = "\u00a0%" if found.unit is Unit.SHARE else ""
    value, low, high = (
        number(bound, found.unit, who.language, signed=True) + sign
        for bound in (found.value, found.low, found.high)
    )
    return row | {
        "verdict": item.judged.verdict.name.lower(),
        "value": value,
        "low": low,
        "high": high,
        "p": p_value(item.judged.p_corrected, who.language),
    }
