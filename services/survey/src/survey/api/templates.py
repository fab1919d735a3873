"""Templates: surveys that are ready to be published, or changed and then published."""

from typing import Any

from shared.access import Blueprint
from shared.problems import not_found
from survey import library
from survey.schemas.surveys import ListedTemplateSchema, SurveySchema

blueprint = Blueprint("templates", __name__, url_prefix="/templates", description="Surveys ready to be used")


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.response(200, ListedTemplateSchema(many=True))
def list_templates() -> list[dict[str, Any]]:
    """List the surveys that come with Escucha"""
    return [
        {**template, "questions": [question["key"] for question in template["questions"]]}
        for template in library.templates().values()
    ]


@blueprint.route("/<key>", methods=["GET"], scope="surveys:read")
@blueprint.response(200, SurveySchema)
def get_template(key: str) -> dict[str, Any]:
    """Get one of them, as it can be published"""
    template = library.templates().get(key)
    if template is None:
        raise not_found(f"template {key!r}")
    return template
