"""Reports: what staff see and customers may never say."""

from feedback_router.domain.feedback import Feedback
from feedback_router.schemas.reports import ReportedSchema, ReportSchema
from feedback_router.settings import RouterSettings
from feedback_router.text.pipeline import load_pipeline
from feedback_router.use_cases.learn_routing import keep_up
from feedback_router.use_cases.take_report import Report, take_report, understand_report
from feedback_router.wording import worded
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint("reports", __name__, url_prefix="/reports", description="What staff see")


@blueprint.route("", methods=["POST"], scope="reports:write")
@blueprint.arguments(ReportSchema)
@blueprint.response(201, ReportedSchema)
def report(body: Report) -> Feedback:
    """Report what you see; it is routed like a comment and counted apart, as survey staff-report"""
    service = current()
    settings = service.settings
    assert isinstance(settings, RouterSettings)  # noqa: S101  create_app() put it there
    pipeline = load_pipeline(encoder=settings.encoder, sentiment_model=settings.sentiment_model)
    at = now()
    understood = understand_report(body, pipeline, now=at, request_id=web.request_id())
    keep_up(service.read, pipeline)
    with service.change() as connection:
        return worded(take_report(connection, body, understood, pipeline, now=at))
