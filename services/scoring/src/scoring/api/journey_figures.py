"""Figures of journeys: what customers really do, and what comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marshmallow import RAISE
from psycopg import Connection

from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.schemas.journey_figures import (
    CaseArguments,
    CasesSchema,
    ConformanceSchema,
    DropoffSchema,
    GraphSchema,
    HandoffsSchema,
    LevelsSchema,
    OutcomeArguments,
    OutcomesSchema,
    VariantArguments,
    VariantsSchema,
    as_cases,
    as_conformance,
    as_dropoff,
    as_graph,
    as_handoffs,
    as_levels,
    as_outcomes,
    as_variants,
    periods,
)
from scoring.schemas.sources import SourcesSchema, as_sources
from scoring.store import journeys
from scoring.use_cases import measure_journey as measure
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
    with reading(key) as (connection, _):
        return as_cases(measure.measure_states(connection, CaseSelection(key, **arguments), now()))


@blueprint.route("/graph", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, GraphSchema)
def read_graph(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw the directly-follows graph: what came after what, how often, after which median time"""
    with reading(key) as (connection, _):
        return as_graph(measure.measure_graph(connection, CaseSelection(key, **arguments)))


@blueprint.route("/variants", methods=["GET"], scope="journeys:read")
@blueprint.arguments(VariantArguments, location="query", unknown=RAISE)
@blueprint.response(200, VariantsSchema)
def read_variants(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """List the most frequent paths, with rework and switches of channel"""
    limit = arguments.pop("limit")
    with reading(key) as (connection, _):
        return as_variants(measure.measure_ways(connection, CaseSelection(key, **arguments), limit))


@blueprint.route("/conformance", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, ConformanceSchema)
def read_conformance(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Hold cases that are over against the design: skipped, repeated, out of order, not on the map"""
    with reading(key) as (connection, journey):
        selection = CaseSelection(key, **arguments)
        return as_conformance(measure.measure_conformance(connection, journey, selection, now()))


@blueprint.route("/handoffs", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, HandoffsSchema)
def read_handoffs(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """List hand-offs between owners: how many, how long, how many were lost, and the score after them"""
    with reading(key) as (connection, _):
        return as_handoffs(measure.measure_handoffs(connection, CaseSelection(key, **arguments), now()))


@blueprint.route("/dropoff", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, DropoffSchema)
def read_dropoff(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Say at which stage customers drop off; who is still there is censored"""
    with reading(key) as (connection, journey):
        selection = CaseSelection(key, **arguments)
        return as_dropoff(measure.measure_stages(connection, journey, selection, now()))


@blueprint.route("/sources", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, SourcesSchema)
def read_sources(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Say where information was looked up: how often it was there, and how old it was, by channel"""
    with reading(key) as (connection, journey):
        return as_sources(measure_sources(connection, journey, CaseSelection(key, **arguments)))


@blueprint.route("/outcomes", methods=["GET"], scope="journeys:read")
@blueprint.arguments(OutcomeArguments, location="query", unknown=RAISE)
@blueprint.response(200, OutcomesSchema)
def read_outcomes(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Measure what came of it: times, first-contact resolution, installs, the first month, promises kept"""
    by = arguments.pop("by")
    with reading(key) as (connection, journey):
        selection = CaseSelection(key, **arguments)
        found = measure.measure_outcomes(connection, journey, selection, now(), by)
    return as_outcomes(found, journey.outcome.statement)


@blueprint.route("/alarms", methods=["GET"], scope="journeys:read")
@blueprint.arguments(CaseArguments, location="query", unknown=RAISE)
@blueprint.response(200, LevelsSchema)
def read_alarms(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Hold service, experience and excellence side by side, and ring where good numbers hide a bad journey"""
    moment = now()
    before, selection = periods(CaseSelection(key, **arguments), moment.date())
    with reading(key) as (connection, journey):
        found = measure.measure_levels(connection, journey, before, selection, moment)
    return as_levels(found, before, selection)


@contextmanager
def reading(key: str) -> Iterator[tuple[Connection, Journey]]:
    """One transaction that looks, and the design in force; Problem (404) when there is none."""
    with current().read() as connection:
        found = journeys.newest(connection, key)
        if found is None:
            raise not_found(f"journey {key!r}")
        yield connection, found.journey
