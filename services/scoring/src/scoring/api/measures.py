"""The register of measures: list, show, and say who answers for one."""

from typing import Any

from scoring.domain.measures import RegisteredMeasure
from scoring.domain.plan_measures import MEASURES
from scoring.schemas.measures import (
    MeasureEntrySchema,
    MeasureHistorySchema,
    MeasurePageSchema,
    MeasureSetSchema,
    as_measure,
    as_version,
)
from scoring.store import measures
from scoring.use_cases.register_measure import register_measure
from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import invalid, not_found
from shared.service import current

blueprint = Blueprint(
    "measures", __name__, url_prefix="/measures", description="Who answers for which measure"
)


@blueprint.route("", methods=["GET"], scope="measures:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, MeasurePageSchema)
def list_measures(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the measures by key, with owner, purpose, counter-measure and review date"""
    after, limit = paging.after_key(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        known = measures.in_force(connection)  # as many as the code knows
    found = [known[key] for key in sorted(known) if key > after][:limit]
    page = paging.page_by(found, limit, lambda measure: (measure.key,))
    return {**page, "items": [as_measure(measure, now().date()) for measure in found]}


@blueprint.route("/<key>", methods=["GET"], scope="measures:read")
@blueprint.response(200, MeasureHistorySchema)
def get_measure(key: str) -> dict[str, Any]:
    """Get a measure with every version of its entry"""
    _refuse_unknown(key)
    with current().read() as connection:
        found = measures.in_force(connection)[key]
        kept = measures.versions(connection, key)
    return {**as_measure(found, now().date()), "versions": [as_version(one) for one in kept]}


@blueprint.route("/<key>", methods=["PUT"], scope="measures:write")
@blueprint.arguments(MeasureEntrySchema)
@blueprint.response(200, MeasureSetSchema)
def put_measure(entry: dict[str, Any], key: str) -> dict[str, Any]:
    """Say who answers for a measure, as the entry's next version; the same entry again changes nothing"""
    _refuse_unknown(key)
    if entry["counter_measure"] == key:
        raise invalid({"counter_measure": ["A measure can't be its own counter-measure."]})
    moment = now()
    if entry["review_date"] < moment.date():
        raise invalid({"review_date": ["This day has passed; say when it is looked at next."]})
    measure = RegisteredMeasure(key, 0, **entry)
    with current().change() as connection:
        published = register_measure(connection, measure, now=moment, request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "measure.registered", key, version=published.version)
    return {"key": key, "version": published.version, "is_new": published.is_new}


def _refuse_unknown(key: str) -> None:
    if key not in MEASURES:
        raise not_found(f"measure {key!r}")
