"""A brand tried on: a customer's page or letter as it would look, before anybody sets it."""

from typing import Any

from flask import Response

from shared.access import Blueprint
from survey.domain.brands import Brand
from survey.pages import forms
from survey.pages.forms import Filling, Paper
from survey.pages.frames import frame_of
from survey.pages.previews import previewed, published
from survey.schemas.brands import BrandPreviewArguments, BrandSchema

blueprint = Blueprint(
    "brand_previews", __name__, url_prefix="/brand/preview", description="A brand before it is set"
)


@blueprint.route("", methods=["POST"], scope="surveys:write")
@blueprint.arguments(BrandSchema)
@blueprint.arguments(BrandPreviewArguments, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def preview(brand: Brand, arguments: dict[str, Any]) -> Response:
    """Show a survey's form or letter in a brand, as a page to keep and open; nothing is stored"""
    language, on = arguments["language"], arguments["on"]
    survey, _ = published(arguments["survey"], language)
    if on != "form":
        return Response(previewed(on, survey, language, brand).html)
    paper = Paper(survey, "/s/preview", frame_of(brand), "anonymous" if survey.anonymous else "known")
    sheet = forms.form(paper, language, Filling())
    return Response(sheet.body, headers=sheet.headers)
