"""Surveys: publish and list."""

from typing import Any

from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import invalid
from shared.service import current
from survey.domain.surveys import Survey, faults
from survey.schemas.surveys import ListedSurveySchema, PublishedSchema, SurveySchema
from survey.store import surveys
from survey.store.surveys import Listed
from survey.use_cases.publish_survey import publish_survey

blueprint = Blueprint("surveys", __name__, url_prefix="/surveys", description="What is asked")


@blueprint.route("", methods=["POST"], scope="surveys:write")
@blueprint.arguments(SurveySchema)
@blueprint.response(200, PublishedSchema)
def publish(survey: Survey) -> dict[str, Any]:
    """Publish a survey as its next version; the same definition again changes nothing"""
    if found := faults(survey):
        raise invalid(found)
    with current().change() as connection:
        published = publish_survey(connection, survey, now=now(), request_id=web.request_id())
    return {"key": survey.key, "version": published.version, "is_new": published.is_new}


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.response(200, ListedSurveySchema(many=True))
def list_surveys() -> list[Listed]:
    """List all surveys in their newest version"""
    with current().read() as connection:
        return surveys.listing(connection)
