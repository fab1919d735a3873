"""The page of themes: what customers say again and again, and what of it grows beyond chance."""

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from feedback_router.callers import actor
from feedback_router.domain.dates import spoken_day
from feedback_router.domain.understanding import Kind
from feedback_router.pages.staff import page, reader
from feedback_router.schemas.themes import ThemeArguments
from feedback_router.store.themes import Wanted
from feedback_router.use_cases.show_themes import list_themes
from shared import access
from shared.clock import now
from shared.problems import invalid
from shared.service import current

blueprint = Blueprint("themes_pages", __name__, url_prefix="/router/themes", template_folder="../templates")

_PHRASES = 3


@blueprint.get("")
@access.page("feedback:read")
def show_themes() -> Response:
    """Themes with their figures and some of what was said, the largest first."""
    typed = {name: value.strip() for name, value in request.args.items() if value.strip()}
    try:
        asked = ThemeArguments().load(typed)
    except ValidationError as error:
        raise invalid(error.messages_dict) from error
    wanted = Wanted(actor().team, asked["kind"], asked["open"], asked["emerging"])
    with current().read() as connection:
        found = list_themes(connection, wanted, after=asked["cursor"], limit=asked["limit"], now=now())
    return page(
        "themes.html",
        themes=[_theme(theme) for theme in found["items"]],
        typed=typed,
        kinds=[*Kind],
        following={**typed, "cursor": found["next"]} if found["next"] else None,
    )


def _theme(theme: dict[str, Any]) -> dict[str, Any]:
    language = reader().language
    own = " · ".join(theme["phrases"].get(language, [])[:_PHRASES])
    since = theme["emerging_since"]
    highest = max(*theme["weeks"], 1)
    return {
        **theme,
        "name": theme["name"] if theme["named_by"] else own or theme["name"],
        "since": spoken_day(since, language) if since else None,
        "bars": [round(28 * count / highest, 1) for count in theme["weeks"]],
    }
