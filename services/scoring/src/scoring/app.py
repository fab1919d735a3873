"""The scoring service's app: wiring only."""

from flask import Flask

from scoring.api import (
    at_risk,
    dimensions,
    drivers,
    exclusions,
    exports,
    forecasts,
    gaming,
    identities,
    immersions,
    journey_figures,
    journey_proposals,
    journeys,
    measures,
    plan_steps,
    plans,
    recounts,
    resolution,
    scorecards,
    scores,
    summary,
)
from scoring.pages import at_risk as at_risk_pages
from scoring.pages import comparisons as comparison_pages
from scoring.pages import drivers as driver_pages
from scoring.pages import forecasts as forecast_pages
from scoring.pages import gaming as gaming_pages
from scoring.pages import immersions as immersion_pages
from scoring.pages import journeys as journey_pages
from scoring.pages import new_proposals as new_proposal_pages
from scoring.pages import proposals as proposal_pages
from scoring.pages import scorecards as scorecard_pages
from scoring.pages import scores as score_pages
from scoring.pages import trends as trend_pages
from scoring.settings import ScoringSettings, from_environment
from shared import trail, web
from shared.log import configure
from shared.service import Service

_CONSTRAINTS = {
    "plans_pkey": "Somebody set this plan at the same moment. Please try again.",
    "plan_steps_once": "This step was taken already.",
    "exclusions_once": "This exclusion was asked for already.",
    "journeys_pkey": "Somebody published this journey at the same moment. Please try again.",
    "journey_proposals_pkey": "This was proposed at the same moment. Please look at the list of proposals.",
    "at_risk_models_pkey": "Somebody made a model of this journey at the same moment. Please try again.",
    "at_risk_programmes_pkey": "Somebody set this programme at the same moment. Please try again.",
    "measures_pkey": "Somebody registered this measure at the same moment. Please try again.",
    "dimensions_pkey": "Somebody declared dimensions at the same moment. Please try again.",
}


def create_app(settings: ScoringSettings | None = None) -> Flask:
    """The app under /scoring; settings come from the environment unless they are given."""
    configure("scoring")
    service = Service.start("scoring", "scoring", settings or from_environment())
    return web.create_app(
        service,
        title="Escucha scoring",
        api=[
            scores.blueprint,
            dimensions.blueprint,
            drivers.blueprint,
            exports.blueprint,
            at_risk.blueprint,
            measures.blueprint,
            forecasts.blueprint,
            gaming.blueprint,
            immersions.blueprint,
            recounts.blueprint,
            resolution.blueprint,
            plans.blueprint,
            plan_steps.blueprint,
            exclusions.blueprint,
            scorecards.blueprint,
            journeys.blueprint,
            journey_proposals.blueprint,
            journey_figures.blueprint,
            identities.blueprint,
            summary.blueprint,
            trail.blueprint,
        ],
        pages=[
            score_pages.blueprint,
            journey_pages.blueprint,
            trend_pages.blueprint,
            comparison_pages.blueprint,
            scorecard_pages.blueprint,
            driver_pages.blueprint,
            at_risk_pages.blueprint,
            proposal_pages.blueprint,
            new_proposal_pages.blueprint,
            forecast_pages.blueprint,
            immersion_pages.blueprint,
            gaming_pages.blueprint,
        ],
        constraints=_CONSTRAINTS,
    )
