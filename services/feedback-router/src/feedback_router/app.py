"""The feedback-router's app: wiring only."""

from flask import Flask

from feedback_router.api import (
    complaints,
    deliveries,
    explanations,
    feed,
    feedback,
    originals,
    replies,
    reports,
    rules,
    service_levels,
    summary,
    webhooks,
)
from feedback_router.api.figures import OpenFeedback
from feedback_router.domain.feedback import TransitionError
from feedback_router.pages import complaints as complaint_pages
from feedback_router.settings import RouterSettings, from_environment
from shared import trail, web
from shared.log import configure
from shared.service import Service

_CONSTRAINTS = {"rule_books_pkey": "Somebody set the rules at the same moment. Please try again."}


def create_app(settings: RouterSettings | None = None) -> Flask:
    """The app under /router; settings come from the environment unless they are given."""
    configure("router")
    service = Service.start("router", "feedback_router", settings or from_environment())
    return web.create_app(
        service,
        title="Escucha feedback-router",
        api=[
            feedback.blueprint,
            replies.blueprint,
            complaints.blueprint,
            reports.blueprint,
            feed.blueprint,
            service_levels.blueprint,
            explanations.blueprint,
            originals.blueprint,
            rules.blueprint,
            summary.blueprint,
            trail.blueprint,
            webhooks.blueprint,
            deliveries.blueprint,
        ],
        pages=[complaint_pages.blueprint],
        constraints=_CONSTRAINTS,
        refusals=[TransitionError],
        figures=OpenFeedback(service),
    )
