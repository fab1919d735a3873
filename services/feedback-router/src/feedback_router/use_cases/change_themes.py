"""What people know better of themes: two are one, one is two, it is called otherwise, this item is about that.

The grouping never takes any of it back: what a person has placed stays, and no theme takes items from another.
"""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.themes import Theme
from feedback_router.store import feedback, grouping, themes
from feedback_router.use_cases.advance_feedback import Occasion, told
from feedback_router.use_cases.weigh_themes import weigh_themes
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import Problem, invalid, not_found


def merge_themes(connection: Connection, theme_id: UUID, into: UUID, occasion: Occasion) -> Theme:
    """The theme that both are now; once merged, the same again changes nothing. Problem (404) when the first is not
    there, (422) when the other is not, (409) while one is being resolved: nobody is told of the other's cure.
    """
    themes.lock(connection)
    theme, target = _theme(connection, theme_id), themes.get(connection, into)
    if target is None:
        raise invalid({"into": ["There is no such theme."]})
    if theme.id == target.id:
        if theme_id == into:
            raise invalid({"into": ["A theme can't be merged into itself."]})
        return target
    if themes.is_closing(connection, [theme.id, target.id]):
        raise Problem(
            409, "What was done about one of them is being told right now. Please try again in a minute."
        )
    themes.merge(connection, theme.id, target.id)
    weigh_themes(connection, {target.id}, set(), stale=True)
    _tell(connection, "merged", theme.id, occasion, into=str(target.id))
    return _theme(connection, target.id)


def split_theme(
    connection: Connection, theme_id: UUID, items: list[UUID], name: str | None, occasion: Occasion
) -> Theme:
    """A new theme with these items of the old one. Problem (404) when there is no such theme, (422) when one of the
    items is not in it.
    """
    themes.lock(connection)
    theme = _theme(connection, theme_id)
    found = {one.id: one for one in feedback.find(connection, items)}
    if strangers := [str(one) for one in items if one not in found or found[one].theme_id != theme.id]:
        raise invalid({"items": [f"Not in this theme: {', '.join(strangers)}."]})
    new = Theme(new_id(), name or "", occasion.by if name else None, {}, 0, occasion.by, occasion.at)
    # It is described in whatever space comments are compared in.
    themes.insert(connection, [new], space="")
    grouping.place(connection, dict.fromkeys(found, new.id), occasion.at, occasion.by)
    weigh_themes(connection, {theme.id, new.id}, set(found), stale=True)
    _tell(
        connection, "split", theme.id, occasion, new_theme_id=str(new.id), items=[str(one) for one in items]
    )
    return _theme(connection, new.id)


def rename_theme(connection: Connection, theme_id: UUID, name: str, occasion: Occasion) -> Theme:
    """The theme with a person's name for it. Problem (404) when there is none."""
    themes.lock(connection)
    theme = _theme(connection, theme_id)
    if (theme.name, theme.named_by is None) == (name, False):
        return theme
    themes.rename(connection, theme.id, name, occasion.by)
    _tell(connection, "renamed", theme.id, occasion)
    return _theme(connection, theme.id)


def place_feedback(
    connection: Connection,
    feedback_id: UUID,
    theme_id: UUID | None,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Feedback:
    """The item in this theme, or in none, where it stays until a person says otherwise. Problem (404) when the actor
    sees no such item, (422) when there is no such theme.
    """
    themes.lock(connection)
    item = feedback.lock(connection, feedback_id, by.team)
    if item is None:
        raise not_found("feedback item")
    theme = themes.get(connection, theme_id) if theme_id else None
    if theme_id and theme is None:
        raise invalid({"theme": ["There is no such theme."]})
    target = theme.id if theme else None
    grouping.place(connection, {item.id: target}, now, by.name)
    if item.theme_id != target:
        weigh_themes(connection, {one for one in (item.theme_id, target) if one}, {item.id}, stale=True)
        detail = {"theme_id": str(target) if target else None}
        step = Transition(now, "theme", item.status, item.status, by.name, None, detail)
        feedback.keep_step(connection, item.id, step)
        event = told(item, "themed", Occasion(by.name, now, request_id), **detail)
        events.append(connection, [event])
    return feedback.find(connection, [item.id])[0]


def _theme(connection: Connection, theme_id: UUID) -> Theme:
    theme = themes.get(connection, theme_id)
    if theme is None:
        raise not_found("theme")
    return theme


def _tell(connection: Connection, what: str, theme_id: UUID, occasion: Occasion, **more: object) -> None:
    data = {"theme_id": str(theme_id), "by": occasion.by, **more}
    event = Event(new_id(), f"router.theme.{what}", str(theme_id), occasion.at, occasion.request_id, data)
    events.append(connection, [event])
