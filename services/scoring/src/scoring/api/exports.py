"""Exports: scores, trends, comparisons and figures of journeys as files, with the filters of the API."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response
from marshmallow import RAISE
from psycopg import Connection

from scoring.api.journey_figures import reading
from scoring.api.scores import reading as reading_scores
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.schemas import exports
from scoring.schemas.comparisons import as_many
from scoring.schemas.dropoff import as_dropoff
from scoring.schemas.handoffs import as_handoffs
from scoring.schemas.journey_graphs import as_cases, as_graph
from scoring.schemas.journey_ways import as_conformance, as_variants
from scoring.schemas.outcomes import as_outcomes
from scoring.schemas.sources import as_sources
from scoring.schemas.trends import as_trend
from scoring.use_cases import measure_journey as measure
from scoring.use_cases.compare_scores import companions_of_many, compare_many
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.measure_outcomes import measure_outcomes
from scoring.use_cases.measure_scores import measure_scores, with_response_rates
from scoring.use_cases.measure_sources import measure_sources
from scoring.use_cases.trend_scores import companions_of_trend, trend_scores
from shared.access import Blueprint
from shared.clock import now
from shared.exports import FORMATS, as_file, table
from shared.problems import not_found

blueprint = Blueprint("exports", __name__, url_prefix="/exports", description="Figures as files")

_ANY_TEXT = {"type": "string"}
_LINES = {"schema": _ANY_TEXT, "content_type": FORMATS["jsonl"], "success": True}
_MOST_VARIANTS = 10_000


@blueprint.route("/scores", methods=["GET"], scope="scores:read")
@blueprint.arguments(exports.ScoresExportArguments, location="query", unknown=RAISE)
@blueprint.response(200, _ANY_TEXT, content_type="text/csv")
@blueprint.alt_response(200, **_LINES)
def export_scores(arguments: dict[str, Any]) -> Response:
    """Export scores: one row a slice and statistic, or several where the counter-measure is on several scales"""
    kind, measured, by = arguments.pop("format"), arguments["measure"], arguments["by"]
    with reading_scores(by) as connection:
        found = measure_scores(connection, **arguments)
        found = with_response_rates(connection, measured, found, arguments["selection"], by)
        companions = Companions(connection, measured, arguments["selection"], by, now())
    rows = list(exports.score_rows(found.items if by else found.totals, companions))
    return as_file(table(_columns(by, exports.SCORE_COLUMNS), rows, kind), f"scores-{measured}", kind)


@blueprint.route("/trends", methods=["GET"], scope="scores:read")
@blueprint.arguments(exports.TrendsExportArguments, location="query", unknown=RAISE)
@blueprint.response(200, _ANY_TEXT, content_type="text/csv")
@blueprint.alt_response(200, **_LINES)
def export_trends(arguments: dict[str, Any]) -> Response:
    """Export trends: one row a series and period, or several where the counter-measure is on several scales"""
    kind, measured = arguments.pop("format"), arguments["measure"]
    with reading_scores() as connection:
        found = trend_scores(connection, **arguments)
        companions = companions_of_trend(connection, **arguments, now=now())
    rows = list(exports.trend_rows(as_trend(measured, arguments["every"], found, companions)))
    return as_file(table(exports.TREND_COLUMNS, rows, kind), f"trends-{measured}", kind)


@blueprint.route("/comparisons", methods=["GET"], scope="scores:read")
@blueprint.arguments(exports.ComparisonsExportArguments, location="query", unknown=RAISE)
@blueprint.response(200, _ANY_TEXT, content_type="text/csv")
@blueprint.alt_response(200, **_LINES)
def export_comparisons(arguments: dict[str, Any]) -> Response:
    """Export comparisons: one row a slice, with the difference, its interval, p and the sentence"""
    kind, measured, by = arguments.pop("format"), arguments["measure"], arguments["by"]
    with reading_scores(by) as connection:
        found = compare_many(connection, **arguments)
        beside = companions_of_many(connection, **arguments, now=now())
    told = as_many(measured, found, arguments["selection"], arguments["against"], beside)
    rows = list(exports.comparison_rows(told))
    columns = _columns(by, exports.COMPARISON_COLUMNS)
    return as_file(table(columns, rows, kind), f"comparisons-{measured}", kind)


@blueprint.route("/journeys/<key>/<figure>", methods=["GET"], scope="journeys:read")
@blueprint.arguments(exports.JourneyExportArguments, location="query", unknown=RAISE)
@blueprint.response(200, _ANY_TEXT, content_type="text/csv")
@blueprint.alt_response(200, **_LINES)
def export_journey(arguments: dict[str, Any], key: str, figure: str) -> Response:
    """Export a figure of a journey: cases, edges, variants, conformance, handoffs, dropoff, sources or outcomes"""
    kind, by = arguments.pop("format"), arguments.pop("by")
    if figure not in exports.JOURNEY_COLUMNS:
        raise not_found(f"export {figure!r} of journeys")
    told = _told(figure, CaseSelection(key, **arguments), by)
    rows = exports.journey_rows(figure, told)
    return as_file(table(exports.JOURNEY_COLUMNS[figure], rows, kind), f"{figure}-{key}", kind)


def _columns(by: Sequence[str], others: Sequence[str]) -> list[str]:
    return [*exports.slice_columns(by, others), *others]


def _told(figure: str, selection: CaseSelection, by: str | None) -> dict[str, Any]:
    with reading(selection) as (connection, journey, cases):
        if figure == "outcomes":
            outcomes = measure_outcomes(connection, journey, cases, now(), by)
            return as_outcomes(outcomes, journey.outcome.statement)
        return _TOLD[figure](connection, journey, cases, now())


_TOLD: Mapping[str, Callable[[Connection, Journey, CaseSelection, datetime], dict[str, Any]]] = {
    "cases": lambda connection, _, chosen, at: as_cases(measure.measure_states(connection, chosen, at)),
    "edges": lambda connection, _, chosen, __: as_graph(measure.measure_graph(connection, chosen)),
    "variants": lambda connection, _, chosen, __: as_variants(
        measure.measure_ways(connection, chosen, _MOST_VARIANTS)
    ),
    "conformance": lambda connection, journey, chosen, at: as_conformance(
        measure.measure_conformance(connection, journey, chosen, at)
    ),
    "handoffs": lambda connection, _, chosen, at: as_handoffs(
        measure.measure_handoffs(connection, chosen, at)
    ),
    "dropoff": lambda connection, journey, chosen, at: as_dropoff(
        measure.measure_stages(connection, journey, chosen, at)
    ),
    "sources": lambda connection, journey, chosen, _: as_sources(
        measure_sources(connection, journey, chosen)
    ),
}
