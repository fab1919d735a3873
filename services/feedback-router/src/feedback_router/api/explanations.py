"""Explanations: what would become of a comment, without effect."""

from typing import Any

from feedback_router.domain.understanding import CommentText
from feedback_router.schemas.explanations import ExplanationSchema, QuestionSchema, context_of
from feedback_router.settings import RouterSettings
from feedback_router.text.pipeline import load_pipeline
from feedback_router.use_cases.explain_routing import Explanation, explain_routing
from feedback_router.use_cases.learn_routing import keep_up
from feedback_router.wording import language
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint(
    "explanations", __name__, url_prefix="/explain", description="Why a comment goes where it goes"
)


@blueprint.route("", methods=["POST"], scope="feedback:read")
@blueprint.arguments(QuestionSchema)
@blueprint.response(200, ExplanationSchema)
def explain(question: dict[str, Any]) -> Explanation:
    """Say how a comment would be understood, who would take it and why; nothing is kept"""
    settings = current().settings
    assert isinstance(settings, RouterSettings)  # noqa: S101  this service's own
    pipeline = load_pipeline(encoder=settings.encoder, sentiment_model=settings.sentiment_model)
    comment = CommentText(question["text"], question["language"])
    keep_up(current().read, pipeline)
    with current().read() as connection:
        return explain_routing(
            connection, comment, context_of(question), pipeline=pipeline, language=language(), now=now()
        )
