"""Journeys for people: the path as it was designed, as customers take it, and what comes of it."""

from typing import Any

from flask import Blueprint, Response

from scoring.acts import journeys as acts
from scoring.domain.journey_selections import CaseSelection
from scoring.pages import journey_levels, journey_sources
from scoring.pages import journey_parts as parts
from scoring.pages.asked import asked, asked_list, following, given
from scoring.pages.rendering import page, reader
from scoring.pages.wording import said
from scoring.schemas.case_arguments import OutcomeArguments, periods
from scoring.store import journeys
from scoring.store.journeys import JourneyInForce
from scoring.use_cases import measure_journey as measure
from scoring.use_cases.choose_cases import choose_cases
from scoring.use_cases.measure_levels import measure_levels
from scoring.use_cases.measure_outcomes import measure_outcomes
from scoring.use_cases.measure_sources import measure_sources
from shared import access
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "journeys_pages", __name__, url_prefix="/scoring/journeys", template_folder="../templates"
)

# Each takes some measuring.
_AT_ONCE = 10
_MOST_VARIANTS = 12


@blueprint.get("")
@access.page("journeys:read")
def list_journeys() -> Response:
    """Each journey with what came of it, its three levels, and the alarms that ring."""
    who, moment = reader(), now()
    arguments = asked_list(PageArguments(), **given("cursor"), limit=_AT_ONCE)
    found = []
    with current().read() as connection:
        listed = acts.list_journeys(connection, arguments)
        for item in listed["items"]:
            before, selection = periods(CaseSelection(item.journey.key), moment.date())
            levels = measure_levels(connection, item.journey, before, selection, moment)
            found.append(journey_levels.overview(item, levels, who))
    days = periods(CaseSelection(""), moment.date())[1]
    return page(
        "journeys.html",
        journeys=found,
        first_day=days.first_day,
        last_day=days.last_day,
        following=following({}, listed["next"]),
    )


@blueprint.get("/<key>")
@access.page("journeys:read")
def show_journey(key: str) -> Response:
    """One journey: design, alarms, drop-off, hand-offs, graph, ways, deviations and outcomes."""
    with current().read() as connection:
        found = journeys.newest(connection, key)
    if found is None:
        raise not_found(f"journey {key!r}")
    form = asked(OutcomeArguments(), now().date())
    name = said(found.journey.name, reader().language)
    if form.values is None:
        return page("journey.html", 422, form=form, item=found, name=name, measured=None)
    by = form.values.pop("by")
    measured = _measured(found, CaseSelection(key, **form.values), by)
    return page("journey.html", form=form, item=found, name=name, measured=measured)


def _measured(item: JourneyInForce, selection: CaseSelection, by: str | None) -> dict[str, Any]:
    who, moment, journey = reader(), now(), item.journey
    before, within = periods(selection, moment.date())
    with current().read() as connection:
        before, within = choose_cases(connection, before), choose_cases(connection, within)
        states = measure.measure_states(connection, within, moment)
        levels = measure_levels(connection, journey, before, within, moment)
        stages = measure.measure_stages(connection, journey, within, moment)
        handoffs = measure.measure_handoffs(connection, within, moment)
        graph = measure.measure_graph(connection, within)
        ways = measure.measure_ways(connection, within, _MOST_VARIANTS)
        deviations = measure.measure_conformance(connection, journey, within, moment)
        outcomes = measure_outcomes(connection, journey, within, moment, by)
        sources = measure_sources(connection, journey, within)
    return {
        "overview": journey_levels.overview(item, levels, who),
        "touchpoints": journey_levels.touchpoints(levels, who),
        "states": parts.states(states, who),
        "stages": parts.stages(journey, stages, who),
        "handoffs": parts.handoffs(handoffs, who),
        "graph": parts.graph(journey, graph, who),
        "ways": parts.ways(journey, ways, who),
        "deviations": parts.deviations(journey, deviations, who),
        "outcomes": parts.outcomes(journey, outcomes, who),
        "sources": journey_sources.sources(journey, sources, who),
        "times": parts.times(outcomes, who),
        "compared_from": before.first_day,
        "hidden": within.hidden,
    }
