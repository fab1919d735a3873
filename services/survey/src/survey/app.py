"""The survey service's app: wiring only."""

from flask import Flask

from shared import trail, web
from shared.log import configure
from shared.service import Service
from survey.api import (
    brands,
    contact_policies,
    customers,
    delivery_reports,
    exports,
    invitations,
    links,
    messages,
    responses,
    retention_policies,
    summary,
    surveys,
    templates,
    touchpoints,
    triggers,
    waterfall,
)
from survey.pages import brand_previews, open_links, posters, previews, unsubscribe
from survey.pages import responses as response_pages
from survey.pages.apologies import apologise
from survey.pages.door import Door
from survey.settings import SurveySettings, from_environment

# What the other services ask of this one: to write to customers, and to take in what happened to them.
_INTERNAL_SCOPES = frozenset({"messages:write", "retention:read", "touchpoints:write"})
_CONSTRAINTS = {
    "surveys_pkey": "Somebody published this survey at the same moment. Please try again.",
    "triggers_pkey": "Somebody set this trigger at the same moment. Please try again.",
    "retention_policies_pkey": "Somebody set a policy at the same moment. Please try again.",
    "brands_pkey": "Somebody set the brand at the same moment. Please try again.",
    "contact_policies_pkey": "Somebody set a policy at the same moment. Please try again.",
}


def create_app(settings: SurveySettings | None = None) -> Flask:
    """The app under /survey and /s; settings come from the environment unless they are given."""
    configure("survey")
    service = Service.start(
        "survey", "survey", settings or from_environment(), internal_scopes=_INTERNAL_SCOPES
    )
    app = web.create_app(
        service,
        title="Escucha survey",
        api=[
            surveys.blueprint,
            templates.blueprint,
            triggers.blueprint,
            contact_policies.blueprint,
            waterfall.blueprint,
            brands.blueprint,
            brand_previews.blueprint,
            links.blueprint,
            touchpoints.blueprint,
            invitations.blueprint,
            responses.blueprint,
            delivery_reports.blueprint,
            summary.blueprint,
            customers.blueprint,
            exports.blueprint,
            messages.blueprint,
            retention_policies.blueprint,
            trail.blueprint,
        ],
        pages=[
            response_pages.blueprint,
            open_links.blueprint,
            unsubscribe.blueprint,
            previews.blueprint,
            posters.blueprint,
        ],
        constraints=_CONSTRAINTS,
        apologise=apologise,
    )
    # As Flask's documentation has it.
    app.wsgi_app = Door(app.wsgi_app, service)  # type: ignore[method-assign]
    return app
