"""Surveys: try, publish and list."""

from datetime import UTC, datetime
from typing import Any

from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import Problem, invalid
from shared.service import current
from survey.api.bodies import SURVEY_BODY, read_survey
from survey.domain.faults import faults
from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.surveys import Survey
from survey.schemas.surveys import PublishedSchema, SurveyPageSchema, ValidatedSchema
from survey.store import surveys
from survey.use_cases.publish_survey import publish_survey
from survey.wording import texts_in, word

blueprint = Blueprint("surveys", __name__, url_prefix="/surveys", description="What is asked")

_EXAMPLE = Facts("Ana", datetime(2026, 11, 20, tzinfo=UTC), {"product": "Faro 300"})


@blueprint.route("", methods=["POST"], scope="surveys:write", keyed="optional")
@blueprint.doc(requestBody=SURVEY_BODY)
@blueprint.response(200, PublishedSchema)
@blueprint.alt_response(
    422, schema=web.ProblemSchema, description="Nothing was published; each fault is named"
)
def publish() -> dict[str, Any]:
    """Publish a survey as its next version; the same definition again changes nothing"""
    survey = read_survey()
    if found := faults(survey):
        raise invalid(found)
    with current().change() as connection:
        published = publish_survey(connection, survey, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "survey.published", survey.key, version=published.version)
    return {"key": survey.key, "version": published.version, "is_new": published.is_new}


@blueprint.route("/validate", methods=["POST"], scope="surveys:write")
@blueprint.doc(requestBody=SURVEY_BODY)
@blueprint.response(200, ValidatedSchema)
def validate() -> dict[str, Any]:
    """Say what is wrong with a survey, or what customers would read; nothing is stored"""
    try:
        survey = read_survey()
        found = faults(survey)
    except Problem as problem:
        if problem.status != 422:
            raise
        found = problem.errors
    if found:
        told = [{"field": path, "detail": text} for path, texts in found.items() for text in texts]
        return {"valid": False, "faults": told, "texts": []}
    return {"valid": True, "faults": [], "texts": [_read(survey, language) for language in survey.languages]}


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, SurveyPageSchema)
def list_surveys(arguments: dict[str, Any]) -> dict[str, Any]:
    """List all surveys in their newest version, in the order of their keys"""
    after, limit = paging.after_key(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = surveys.page(connection, after, limit)
    return paging.page_by(items, limit, lambda listed: (listed.key,))


def _read(survey: Survey, language: str) -> dict[str, Any]:
    return {
        "language": language,
        "title": survey.title[language],
        "questions": _questions(survey, language, NOTHING_KNOWN),
        "questions_with_facts": _questions(survey, language, _EXAMPLE),
    }


def _questions(survey: Survey, language: str, facts: Facts) -> list[dict[str, Any]]:
    worded = word(survey, language, texts_in(survey, language), facts)
    return [
        {
            "key": question.key,
            "text": worded[question.key].text,
            "answers": list(
                worded[question.key].ends or [label for _, label in worded[question.key].options]
            ),
            "always": question.show_if is None,
        }
        for question in survey.questions
    ]
