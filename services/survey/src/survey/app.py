"""The survey service's app: wiring only."""

from flask import Flask

from shared import web
from shared.log import configure
from shared.service import Service
from survey.api import (
    audit,
    contact_policies,
    customers,
    delivery_reports,
    exports,
    responses,
    summary,
    surveys,
    templates,
    touchpoints,
    triggers,
    waterfall,
)
from survey.pages import previews, unsubscribe
from survey.pages import responses as response_pages
from survey.settings import SurveySettings, from_environment

_CONSTRAINTS = {
    "surveys_pkey": "Somebody published this survey at the same moment. Please try again.",
    "triggers_pkey": "Somebody set this trigger at the same moment. Please try again.",
    "contact_policies_pkey": "Somebody set a policy at the same moment. Please try again.",
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
            templates.blueprint,
            triggers.blueprint,
            contact_policies.blueprint,
            waterfall.blueprint,
            touchpoints.blueprint,
            responses.blueprint,
            delivery_reports.blueprint,
            summary.blueprint,
            customers.blueprint,
            exports.blueprint,
            audit.blueprint,
        ],
        pages=[response_pages.blueprint, unsubscribe.blueprint, previews.blueprint],
        constraints=_CONSTRAINTS,
    )
