"""Themes: what customers say again and again, and what people know better about that."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.callers import actor, refuse_teams
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.states import Resolve
from feedback_router.domain.themes import Resolution, Theme
from feedback_router.schemas.feedback import FeedbackSchema
from feedback_router.schemas.themes import (
    MergeSchema,
    PlacementSchema,
    SplitSchema,
    ThemeArguments,
    ThemeDetailSchema,
    ThemeNameSchema,
    ThemePageSchema,
    ThemeResolutionSchema,
    ThemeResolveSchema,
)
from feedback_router.store.themes import Wanted
from feedback_router.use_cases import change_themes
from feedback_router.use_cases.advance_feedback import Occasion
from feedback_router.use_cases.resolve_theme import resolve_theme
from feedback_router.use_cases.show_themes import list_themes, show_theme
from feedback_router.wording import worded
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint("themes", __name__, url_prefix="", description="What customers say again and again")


@blueprint.route("/themes", methods=["GET"], scope="feedback:read")
@blueprint.arguments(ThemeArguments, location="query")
@blueprint.response(200, ThemePageSchema)
def page(arguments: dict[str, Any]) -> dict[str, Any]:
    """List themes, the largest first; a team's key sees those that it has a part in, and that part alone"""
    with current().read() as connection:
        wanted = Wanted(actor().team, arguments["kind"], arguments["open"], arguments["emerging"])
        return list_themes(connection, wanted, after=arguments["cursor"], limit=arguments["limit"], now=now())


@blueprint.route("/themes/<uuid:theme_id>", methods=["GET"], scope="feedback:read")
@blueprint.response(200, ThemeDetailSchema)
def show(theme_id: UUID) -> dict[str, Any]:
    """Show a theme: where it is at home, when it grew beyond chance, and what was done about it"""
    with current().read() as connection:
        return show_theme(connection, theme_id, actor().team, now=now())


@blueprint.route("/themes/<uuid:theme_id>/merge", methods=["POST"], scope="feedback:write")
@blueprint.arguments(MergeSchema)
@blueprint.response(200, ThemeDetailSchema)
def merge(body: dict[str, Any], theme_id: UUID) -> dict[str, Any]:
    """Say that this theme is another one; its id leads there from now on"""
    return _changed(lambda it: change_themes.merge_themes(it, theme_id, body["into"], _occasion()))


@blueprint.route("/themes/<uuid:theme_id>/split", methods=["POST"], scope="feedback:write")
@blueprint.arguments(SplitSchema)
@blueprint.response(201, ThemeDetailSchema)
def split(body: dict[str, Any], theme_id: UUID) -> dict[str, Any]:
    """Say that these items are about something else; they are a theme of their own from now on"""
    items, name = body["items"], body["name"]
    return _changed(lambda it: change_themes.split_theme(it, theme_id, items, name, _occasion()))


@blueprint.route("/themes/<uuid:theme_id>/rename", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ThemeNameSchema)
@blueprint.response(200, ThemeDetailSchema)
def rename(body: dict[str, Any], theme_id: UUID) -> dict[str, Any]:
    """Give a theme the name that people use; its phrases stay beside it"""
    return _changed(lambda it: change_themes.rename_theme(it, theme_id, body["name"], _occasion()))


@blueprint.route("/themes/<uuid:theme_id>/resolve", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ThemeResolveSchema)
@blueprint.response(202, ThemeResolutionSchema)
def resolve(body: dict[str, Any], theme_id: UUID) -> Resolution:
    """Say what was done about all of it: what is open is resolved within moments, and everyone who asked is told"""
    service = current()
    action = Resolve(body["what_was_done"], body["root_cause"])
    with service.change() as connection:
        resolution = resolve_theme(
            connection, theme_id, action, by=actor(), now=now(), request_id=web.request_id()
        )
    service.bell.ring(service.package, "close_themes")
    return resolution


@blueprint.route("/feedback/<uuid:feedback_id>/theme", methods=["PUT"], scope="feedback:write")
@blueprint.arguments(PlacementSchema)
@blueprint.response(200, FeedbackSchema)
def place(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Say which theme an item is about; it stays there until a person says otherwise"""
    return _place(feedback_id, body["theme"])


@blueprint.route("/feedback/<uuid:feedback_id>/theme", methods=["DELETE"], scope="feedback:write")
@blueprint.response(200, FeedbackSchema)
def take_out(feedback_id: UUID) -> Feedback:
    """Say that an item is about none of the themes; it stays on its own until a person says otherwise"""
    return _place(feedback_id, None)


def _changed(change: Callable[[Connection], Theme]) -> dict[str, Any]:
    """The theme after a change that only who sees all teams can make."""
    refuse_teams()
    with current().change() as connection:
        return show_theme(connection, change(connection).id, None, now=now())


def _place(feedback_id: UUID, theme_id: UUID | None) -> Feedback:
    with current().change() as connection:
        item = change_themes.place_feedback(
            connection, feedback_id, theme_id, by=actor(), now=now(), request_id=web.request_id()
        )
    return worded(item)


def _occasion() -> Occasion:
    return Occasion(actor().name, now(), web.request_id())
