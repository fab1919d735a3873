"""The survey service's app: wiring only."""

from flask import Flask

from shared import web
from shared.log import configure
from shared.service import Service
from survey.api import responses, summary, surveys, touchpoints, triggers
from survey.pages import responses as response_pages
from survey.settings import SurveySettings, from_environment

_CONSTRAINTS = {
    "surveys_pkey": "Somebody published this survey at the same moment. Please try again.",
    "triggers_pkey": "Somebody set this trigger at the same moment. Please try again.",
}


def create_app(settings: SurveySettings | None = None) -> Flask:
    """The app under /survey and /s; settings come from the environment unless they are given."""
    configure("survey")
    service = Service.start("survey", "survey", settings or from_environment())
    return web.create_app(
        service,
        title="Escucha survey",
        api=[
            surveys.blueprint,
            triggers.blueprint,
            touchpoints.blueprint,
            responses.blueprint,
            summary.blueprint,
        ],
        pages=[response_pages.blueprint],
        constraints=_CONSTRAINTS,
    )
