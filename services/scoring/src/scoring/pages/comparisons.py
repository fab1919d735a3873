"""Comparisons for people: which differences are more than chance, in words and in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate, validates_schema
from psycopg import Connection

from scoring.domain.breakdowns import DIMENSIONS
from scoring.domain.selections import Selection
from scoring.domain.units import Unit
from scoring.pages.asked import Asked, asked
from scoring.pages.companions import Beside, beside, told_once, without
from scoring.pages.figures import figure
from scoring.pages.rendering import Reader, page, reader
from scoring.schemas.comparisons import as_compared, as_many
from scoring.schemas.figures import number, p_value
from scoring.schemas.scores import MeasureArguments
from scoring.use_cases.compare_scores import (
    BEFORE,
    REST,
    BesideBoth,
    Comparison,
    NotComparableError,
    companions_of_many,
    companions_of_selections,
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


@dataclass(frozen=True)
class Side:
    """One of the two, and what stands beside it alone."""

    name: str
    told: tuple[Beside, ...]

    def without(self, beside_all: tuple[Beside, ...]) -> "Side":
        """What has not been told yet."""
        return replace(self, told=without(self.told, beside_all))


@dataclass(frozen=True)
class Part:
    """Comparisons of one kind of survey and one definition, and what stands beside all sides, or one of all, alike."""

    meaning: str
    rows: list[dict[str, Any]]
    beside: tuple[Side, Side]


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
    form = asked(FormArguments(), now().date(), measure="nps", by="channel", against=REST)
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


def _compared(connection: Connection, asked_for: dict[str, Any], who: Reader) -> list[Part]:
    measure, selection, by = asked_for["measure"], asked_for["selection"], asked_for["by"]
    against = asked_for["against"]
    if against == GROUP:
        sides = {name: _side(selection, by, asked_for[name]) for name in ("first", "second")}
        found = compare_selections(connection, measure, **sides)
        both = companions_of_selections(connection, measure, **sides, now=now())
        told = as_compared(measure, found, **sides, beside=both)
        first = asked_for["first"]
    else:
        found = compare_many(connection, measure, selection, [by], against)
        both = companions_of_many(connection, measure, selection, [by], against, now=now())
        told = as_many(measure, found, selection, against, both)
        first = who.text[f"against_{against}"]
    rows = [
        _row(item, one["sentence"][who.language], who)
        | _sides(item, both, first, item.slice.get(by, asked_for["second"]) or who.text["not_stated"], who)
        for item, one in zip(found, told["comparisons"], strict=True)
    ]
    by_meaning = groupby(sorted(rows, key=itemgetter("meaning")), key=itemgetter("meaning"))
    return [_part(meaning, list(members)) for meaning, members in by_meaning]


def _sides(item: Comparison, both: BesideBoth, first: str, second: object, who: Reader) -> dict[str, Any]:
    """The group and what it was compared with; nothing stands beside what is hidden."""
    before, after = (beside(pair, who) for pair in both(item)) if item.judged else ((), ())
    return {"group": second, "beside": (Side(str(second), after), Side(first, before))}


def _part(meaning: str, rows: list[dict[str, Any]]) -> Part:
    """What stands beside all of them alike is told above them, and what stands beside all that they go with."""
    shown = [row["beside"] for row in rows if row["verdict"] != "hidden"]
    common = told_once([side.told for sides in shown for side in sides])
    with_others = told_once([other.told for _, other in shown])
    return Part(
        meaning,
        [
            row | {"beside": (group.without(common), other.without(common + with_others))}
            for row in rows
            for group, other in [row["beside"]]
        ],
        (Side("", common), Side(rows[0]["beside"][1].name, without(with_others, common))),
    )


def _side(selection: Selection, by: str, value: str) -> Selection:
    changed: dict[str, Any] = {by: value}
    return replace(selection, slice=replace(selection.slice, **changed))


def _row(item: Comparison, sentence: str, who: Reader) -> dict[str, Any]:
    row = {
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
