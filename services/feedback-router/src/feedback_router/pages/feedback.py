"""The page of comments: what customers say, which team has it, and why."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import ValidationError
from psycopg import Connection

from feedback_router.callers import actor
from feedback_router.domain.dates import spoken
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.priority import made_of
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.states import Status
from feedback_router.domain.understanding import Kind
from feedback_router.lists import list_feedback, living_theme
from feedback_router.pages.staff import page, reader
from feedback_router.schemas.feedback import FeedbackArguments
from feedback_router.store import feedback, rules, themes
from feedback_router.store.feedback import ORDERS
from feedback_router.use_cases.weigh_themes import urgency_of
from feedback_router.use_cases.word_reasons import in_words, severity_in_words
from feedback_router.wording import worded, worded_step
from shared import access
from shared.clock import now
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "feedback_pages", __name__, url_prefix="/router/feedback", template_folder="../templates"
)

_AT_ONCE = 25
# What the form asks for, and what links to this page add.
_FIELDS = ("q", "team", "kind", "status", "sort", "theme", "cursor")


@blueprint.get("")
@access.page("feedback:read")
def show_feedback() -> Response:
    """The comments that the address asks for, the newest first or what is open in its order."""
    typed = {name: request.args[name].strip() for name in _FIELDS if request.args.get(name, "").strip()}
    with current().read() as connection:
        book = rules.in_force(connection).book
        try:
            asked = FeedbackArguments().load({**typed, "limit": _AT_ONCE})
        except ValidationError as error:
            return _page(422, typed, book, faults=sorted(map(str, error.messages_dict)))
        if theme := living_theme(connection, asked["theme"]):
            typed["theme"] = str(theme)
        found = list_feedback(connection, asked)
        sizes = _sizes(connection, found["items"]) if asked["sort"] == "priority" else None
    return _page(200, typed, book, **found, sizes=sizes)


@blueprint.get("/<uuid:feedback_id>")
@access.page("feedback:read")
def show_item(feedback_id: UUID) -> Response:
    """One comment and every step that was taken with it: where a mail about it leads."""
    with current().read() as connection:
        item = feedback.get(connection, feedback_id, actor().team)
        if item is None:
            raise not_found("feedback item")
        book = rules.in_force(connection).book
        steps = feedback.transitions(connection, feedback_id)
        sizes = _sizes(connection, [item])
    one = _item(worded(item), book, sizes)
    return page("feedback_item.html", one=one, steps=list(map(worded_step, steps)))


def _page(
    status: int,
    typed: dict[str, str],
    book: RuleBook,
    *,
    items: list[Feedback] | None = None,
    next: str | None = None,  # noqa: A002  as lists call it
    faults: list[str] | None = None,
    sizes: dict[UUID, int] | None = None,
) -> Response:
    own = actor().team
    return page(
        "feedback.html",
        status,
        typed=typed,
        items=[_item(one, book, sizes) for one in items or []],
        following={**typed, "cursor": next} if next else None,
        faults=faults or [],
        teams=[team for team in book.teams if own in (None, team.key)],
        choices={"kind": [*Kind], "status": [*Status], "sort": ORDERS},
    )


def _sizes(connection: Connection, items: list[Feedback]) -> dict[UUID, int]:
    return themes.sizes(connection, [one.theme_id for one in items if one.theme_id])


def _item(item: Feedback, book: RuleBook, sizes: dict[UUID, int] | None) -> dict[str, Any]:
    """What a page shows of an item; with the sizes of themes also what its priority is made of, while it has one."""
    team = book.team(item.team)
    person = book.person(item.accountable)
    due = item.due_at
    size = sizes.get(item.theme_id, 1) if sizes is not None and item.theme_id else 1
    say = reader().language
    return {
        "it": item,
        "team": team.name,
        "person": person.name if person and due else None,
        "due": spoken(due, team.calendar.time_zone, say) if due else None,
        "severity": severity_in_words(item.severity_reasons or (), say),
        "priority": in_words(made_of(urgency_of(item, size)), say) if due and sizes is not None else None,
        "is_late": due is not None and due <= now(),
        "place": [part for part in (item.survey, item.journey, item.stage, item.channel) if part],
    }
