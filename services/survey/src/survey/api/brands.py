"""The brand: try it, set it, and see all its versions."""

from dataclasses import asdict
from typing import Any

from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.service import current
from survey.domain.brands import Brand, contrasts
from survey.schemas.brands import BrandPageSchema, BrandSchema, BrandSetSchema, TriedBrandSchema
from survey.store import brands
from survey.use_cases.set_brand import set_brand

blueprint = Blueprint("brand", __name__, url_prefix="/brand", description="How customers see the company")


@blueprint.route("", methods=["PUT"], scope="surveys:write")
@blueprint.arguments(BrandSchema)
@blueprint.response(200, BrandSetSchema)
def put(brand: Brand) -> dict[str, Any]:
    """Put a brand in force as the next version; the same again changes nothing"""
    with current().change() as connection:
        published = set_brand(connection, brand, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "brand.set", "brand", version=published.version)
    return asdict(published)


@blueprint.route("/validate", methods=["POST"], scope="surveys:write")
@blueprint.arguments(BrandSchema)
@blueprint.response(200, TriedBrandSchema)
def validate(brand: Brand) -> dict[str, Any]:
    """Say how well a brand's colours can be read, and what is left of its logo; nothing is stored"""
    return {
        "logo": brand.logo,
        "light": contrasts(brand.accent, "light") if brand.accent else None,
        "dark": contrasts(brand.accent_dark, "dark") if brand.accent_dark else None,
    }


@blueprint.route("", methods=["GET"], scope="surveys:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, BrandPageSchema)
def list_brands(arguments: dict[str, Any]) -> dict[str, Any]:
    """List all versions of the brand, the one in force first"""
    before, limit = paging.before_version(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = brands.page(connection, before, limit)
    return paging.page_by(items, limit, lambda kept: (kept.version,))
