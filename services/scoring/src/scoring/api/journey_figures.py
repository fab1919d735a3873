"""Figures of journeys: what customers really do, and what comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marshmallow import RAISE
from psycopg import Connection

from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.schemas.case_arguments import CaseArguments, OutcomeArguments, VariantArguments, periods
from scoring.schemas.dropoff import DropoffSchema, as_dropoff
from scoring.schemas.handoffs import HandoffsSchema, as_handoffs
from scoring.schemas.journey_graphs import CasesSchema, GraphSchema, as_cases, as_graph
from scoring.schemas.journey_ways import ConformanceSchema, VariantsSchema, as_conformance, as_variants
from scoring.schemas.levels import LevelsSchema, as_levels
from scoring.schemas.outcomes import OutcomesSchema, as_outcomes
from scoring.schemas.sources import SourcesSchema, as_sources
from scoring.store import journeys
from scoring.use_cases import measure_journey as measure
from scoring.use_cases.choose_cases import choose_cases
from scoring.use_cases.measure_levels import measure_levels
from scoring.use_cases.measure_outcomes import measure_outcomes
from scoring.use_cases.measure_sources import measure_sources
from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "journey_figures",
    __name__,
    url_prefix="/journeys/<key>",
    description="The customer's path, as it really is",
)


@blueprint.route("/cases", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, CasesSchema)
def read_cases(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Count cases that succeeded, left, were abandoned or are open"""
    with reading(CaseSelection(key, **arguments)) as (connection, _, cases):
        return as_cases(measure.measure_states(connection, cases, now()))


@blueprint.route("/graph", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, GraphSchema)
def read_graph(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw the directly-follows graph: what came after what, how often, after which median time"""
    with reading(CaseSelection(key, **arguments)) as (connection, _, cases):
        return as_graph(measure.measure_graph(connection, cases))


@blueprint.route("/variants", methods=["GET"], scope="journeys:read")
@blueprint.arguments(VariantArguments, location="query", unknown=RAISE)
@blueprint.response(200, VariantsSchema)
def read_variants(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """List the most frequent paths, with rework and switches of channel"""
    limit = arguments.pop("limit")
    with reading(CaseSelection(key, **arguments)) as (connection, _, cases):
        return as_variants(measure.measure_ways(connection, cases, limit))


@blueprint.route("/conformance", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, ConformanceSchema)
def read_conformance(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Hold cases that are over against the design: skipped, repeated, out of order, not on the map"""
    with reading(CaseSelection(key, **arguments)) as (connection, journey, cases):
        return as_conformance(measure.measure_conformance(connection, journey, cases, now()))


@blueprint.route("/handoffs", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, HandoffsSchema)
def read_handoffs(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """List hand-offs between owners: how many, how long, how many were lost, and the score after them"""
    with reading(CaseSelection(key, **arguments)) as (connection, _, cases):
        return as_handoffs(measure.measure_handoffs(connection, cases, now()))


@blueprint.route("/dropoff", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, DropoffSchema)
def read_dropoff(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Say at which stage customers drop off; who is still there is censored"""
    with reading(CaseSelection(key, **arguments)) as (connection, journey, cases):
        return as_dropoff(measure.measure_stages(connection, journey, cases, now()))


@blueprint.route("/sources", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, SourcesSchema)
def read_sources(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Say where information was looked up: how often it was there, and how old it was, by channel"""
    with reading(CaseSelection(key, **arguments)) as (connection, journey, cases):
        return as_sources(measure_sources(connection, journey, cases))


@blueprint.route("/outcomes", methods=["GET"], scope="journeys:read")
@blueprint.arguments(OutcomeArguments, location="query", unknown=RAISE)
@blueprint.response(200, OutcomesSchema)
def read_outcomes(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Measure what came of it: times, first-contact resolution, installs, the first month, promises kept"""
    by = arguments.pop("by")
    with reading(CaseSelection(key, **arguments)) as (connection, journey, cases):
        found = measure_outcomes(connection, journey, cases, now(), by)
    return as_outcomes(found, journey.outcome.statement)


@blueprint.route("/alarms", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, LevelsSchema)
def read_alarms(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Hold service, experience and excellence side by side, and ring where good numbers hide a bad journey"""
    moment = now()
    before, selection = periods(CaseSelection(key, **arguments), moment.date())
    with reading(selection) as (connection, journey, cases):
        found = measure_levels(connection, journey, choose_cases(connection, before), cases, moment)
    return as_levels(found, journey, before, selection)


@contextmanager
def reading(selection: CaseSelection) -> Iterator[tuple[Connection, Journey, CaseSelection]]:
    """One transaction that looks, the design in force, and the cases that may be told of; Problem (404) without one."""
    with current().read() as connection:
        found = journeys.newest(connection, selection.journey)
        if found is None:
            raise not_found(f"journey {selection.journey!r}")
        yield connection, found.journey, choose_cases(connection, selection)
