"""Scores: measured, compared, followed and weighted from the rollups when they are asked for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Response
from marshmallow import RAISE
from psycopg import Connection

from scoring.domain.weighting import MissingClassError, NotConvergedError
from scoring.schemas.comparisons import (
    ComparisonsSchema,
    ManyArguments,
    SidesSchema,
    as_compared,
    as_many,
    refuse_unstated,
)
from scoring.schemas.score_texts import scores_text
from scoring.schemas.scores import ScoreArguments, ScoresSchema
from scoring.schemas.trends import TrendArguments, TrendSchema, as_trend
from scoring.schemas.weighting import WeightedArguments, WeightedScoresSchema, as_weighted
from scoring.use_cases.compare_scores import (
    NotComparableError,
    companions_of_many,
    companions_of_selections,
    compare_many,
    compare_selections,
)
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.measure_scores import UnknownDimensionError, measure_scores, with_response_rates
from scoring.use_cases.trend_scores import companions_of_trend, trend_scores
from scoring.use_cases.weight_scores import weight_scores
from shared.access import Blueprint
from shared.clock import now
from shared.problems import invalid
from shared.service import current

blueprint = Blueprint("scores", __name__, url_prefix="/scores", description="Measures with their uncertainty")


@blueprint.route("", methods=["GET"], scope="scores:read")
@blueprint.arguments(ScoreArguments, location="query", unknown=RAISE)
@blueprint.response(200, ScoresSchema)
def read_scores(arguments: dict[str, Any]) -> Response:
    """Measure NPS, CES, CSAT, ratings, choices, the response rate or resolved feedback, with n and interval"""
    measure, selection, by = arguments["measure"], arguments["selection"], arguments["by"]
    with reading(by) as connection:
        found = measure_scores(connection, **arguments)
        found = with_response_rates(connection, measure, found, selection, by)
        companions = Companions(connection, measure, selection, by, now(), subtotals=arguments["subtotals"])
    # Written as text: with a thousand items marshmallow and json would take longer than all the rest.
    return Response(scores_text(measure, by, found, companions), mimetype="application/json")


@blueprint.route("/trends", methods=["GET"], scope="scores:read")
@blueprint.arguments(TrendArguments, location="query", unknown=RAISE)
@blueprint.response(200, TrendSchema)
def read_trend(arguments: dict[str, Any]) -> dict[str, Any]:
    """Follow a score by day, week or month with control limits that tell a signal from noise"""
    with reading() as connection:
        found = trend_scores(connection, **arguments)
        companions = companions_of_trend(connection, **arguments, now=now())
    return as_trend(arguments["measure"], arguments["every"], found, companions)


@blueprint.route("/comparisons", methods=["GET"], scope="scores:read")
@blueprint.arguments(ManyArguments, location="query", unknown=RAISE)
@blueprint.response(200, ComparisonsSchema)
def compare_slices(arguments: dict[str, Any]) -> dict[str, Any]:
    """Compare each slice with all others or with the days before, corrected for their number"""
    with reading(arguments["by"]) as connection:
        found = compare_many(connection, **arguments)
        beside = companions_of_many(connection, **arguments, now=now())
    return as_many(arguments["measure"], found, arguments["selection"], arguments["against"], beside)


@blueprint.route("/comparisons", methods=["POST"], scope="scores:read")
@blueprint.arguments(SidesSchema)
@blueprint.response(200, ComparisonsSchema)
def compare_two(asked: dict[str, Any]) -> dict[str, Any]:
    """Compare two selections of answers: difference, interval, p and what that means in words"""
    sides = {"first": asked["first"], "second": asked["second"]}
    if faults := refuse_unstated(asked["measure"], sides):
        raise invalid(faults)
    with reading() as connection:
        found = compare_selections(connection, asked["measure"], **sides)
        beside = companions_of_selections(connection, asked["measure"], **sides, now=now())
    return as_compared(asked["measure"], found, **sides, beside=beside)


@blueprint.route("/weighted", methods=["POST"], scope="scores:read")
@blueprint.arguments(WeightedArguments)
@blueprint.response(200, WeightedScoresSchema)
def read_weighted(asked: dict[str, Any]) -> dict[str, Any]:
    """Weight a score to targets by classes or raking, with effective n, design effect and worst cases"""
    with reading() as connection:
        found = weight_scores(connection, **asked)
        companions = Companions(connection, asked["measure"], asked["selection"], (), now())
    return as_weighted(asked["measure"], found, companions)


@contextmanager
def reading(by: Sequence[str] = ()) -> Iterator[Connection]:
    """One transaction that looks; what can't be answered honestly is told by field."""
    try:
        with current().read() as connection:
            yield connection
    except UnknownDimensionError as error:
        field = f"by.{by.index(error.name)}" if error.name in by else "attribute"
        reason = f"{error.name} is neither a dimension of this measure nor a declared attribute."
        raise invalid({field: [reason]}) from error
    except NotComparableError as error:
        raise invalid({error.field: [str(error)]}) from error
    except MissingClassError as error:
        reason = "has answers but no target" if error.answered else "has a target but no answers"
        raise invalid({"targets": [f"{error.value or 'what is not stated'} {reason}."]}) from error
    except NotConvergedError as error:
        raise invalid({"targets": [f"No weights meet these targets: {error}."]}) from error
