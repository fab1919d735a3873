"""The brand: try it, set it, and see all its versions."""

from dataclasses import asdict
from typing import Any

from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from survey.domain.brands import Brand, contrasts
from survey.schemas.brands import BrandSchema, BrandSetSchema, ListedBrandSchema, TriedBrandSchema
from survey.store import brands
from survey.store.brands import Listed
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
@blueprint.response(200, ListedBrandSchema(many=True))
def list_brands() -> list[Listed]:
    """List all versions of the brand, the one in force first"""
    with current().read() as connection:
        return brands.listing(connection)
