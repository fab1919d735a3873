"""The scoring service's app: wiring only."""

from flask import Flask

from scoring.api import plans, scores, summary
from scoring.pages import scorecards as scorecard_pages
from scoring.pages import scores as score_pages
from scoring.settings import ScoringSettings, from_environment
from shared import web
from shared.log import configure
from shared.service import Service

_CONSTRAINTS = {"plans_pkey": "Somebody set this plan at the same moment. Please try again."}


def create_app(settings: ScoringSettings | None = None) -> Flask:
    """The app under /scoring; settings come from the environment unless they are given."""
    configure("scoring")
    service = Service.start("scoring", "scoring", settings or from_environment())
    return web.create_app(
        service,
        title="Escucha scoring",
        api=[scores.blueprint, plans.blueprint, summary.blueprint],
        pages=[score_pages.blueprint, scorecard_pages.blueprint],
        constraints=_CONSTRAINTS,
    )
