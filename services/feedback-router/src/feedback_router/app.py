"""The feedback-router's app: wiring only."""

from flask import Flask

from feedback_router.api import (
    complaints,
    decision_policies,
    decisions,
    deliveries,
    digests,
    executives,
    explanations,
    feed,
    feedback,
    originals,
    praise,
    replies,
    reports,
    rules,
    service_levels,
    summary,
    themes,
    webhooks,
)
from feedback_router.api.figures import OpenFeedback
from feedback_router.domain.states import TransitionError
from feedback_router.pages import complaints as complaint_pages
from feedback_router.pages import decisions as decision_pages
from feedback_router.pages import digests as digest_pages
from feedback_router.pages import feedback as feedback_pages
from feedback_router.pages import praise as praise_pages
from feedback_router.pages import themes as theme_pages
from feedback_router.settings import RouterSettings, from_environment
from shared import trail, web
from shared.log import configure
from shared.service import Service

_CONSTRAINTS = {
    "decision_policies_pkey": "Somebody set the policy at the same moment. Please try again.",
    "rule_books_pkey": "Somebody set the rules at the same moment. Please try again.",
    "executive_lists_pkey": "Somebody set the executives at the same moment. Please try again.",
}


def create_app(settings: RouterSettings | None = None) -> Flask:
    """The app under /router; settings come from the environment unless they are given."""
    configure("router")
    service = Service.start("router", "feedback_router", settings or from_environment())
    return web.create_app(
        service,
        title="Escucha feedback-router",
        api=[
            feedback.blueprint,
            themes.blueprint,
            replies.blueprint,
            complaints.blueprint,
            reports.blueprint,
            feed.blueprint,
            service_levels.blueprint,
            explanations.blueprint,
            originals.blueprint,
            rules.blueprint,
            summary.blueprint,
            decision_policies.blueprint,
            decisions.blueprint,
            trail.blueprint,
            webhooks.blueprint,
            deliveries.blueprint,
            executives.blueprint,
            praise.blueprint,
            digests.blueprint,
        ],
        pages=[
            feedback_pages.blueprint,
            theme_pages.blueprint,
            decision_pages.blueprint,
            complaint_pages.blueprint,
            digest_pages.blueprint,
            praise_pages.blueprint,
        ],
        constraints=_CONSTRAINTS,
        refusals=[TransitionError],
        figures=OpenFeedback(service),
    )
