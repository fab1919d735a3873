"""Conversations and walks for people: what was logged, whether it counts, and what is done about what was found."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response

from scoring.acts import immersions as acts
from scoring.domain.immersions import Immersion, ImmersionKind
from scoring.pages.asked import asked_list, following, given
from scoring.pages.rendering import Reader, may, page, reader
from scoring.pages.sent import filled_in, understood
from scoring.schemas.immersions import ImmersionArguments, NewActionSchema, NewImmersionSchema
from scoring.store import journeys
from shared import access, web
from shared.clock import now
from shared.ids import new_id
from shared.problems import Problem
from shared.service import current

blueprint = Blueprint(
    "immersions_pages", __name__, url_prefix="/scoring/immersions", template_folder="../templates"
)

_AT_ONCE = 25
_FIELDS = ("person", "cursor")
_FORM = ("id", "kind", "day", "channel", "journey", "notes", "findings")
_ACTION = ("action", "owner", "due_on")


@dataclass(frozen=True)
class Sent:
    """A form that was sent and not taken: what was typed, and the fields at fault. `about` is the action's finding."""

    typed: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    about: tuple[UUID, int] | None = None


@blueprint.get("")
@access.page("immersions:read")
def show_immersions() -> Response:
    """Everybody's or one person's, the newest first."""
    return _page()


@blueprint.post("")
@access.page("immersions:write")
def log() -> Response:
    """Log what the reader did. It is never changed; the same form again changes nothing."""
    access.admit("immersions:read")  # what comes back shows the others
    typed = filled_in(*_FORM)
    body, faults = understood(NewImmersionSchema(), _as_sent(typed))
    if faults:
        return _page(422, Sent(typed, faults))
    try:
        with current().change() as connection:
            logged = acts.log(connection, body, now())
    except Problem as problem:
        if problem.status == 409:  # sent again, what was typed would be another one
            return _page(409, Sent({**typed, "id": str(new_id())}, ("other",)))
        return _page(problem.status, Sent(typed, tuple(problem.errors)))
    return web.on_to(f"/scoring/immersions#immersion-{logged.id}")


@blueprint.post("/<uuid:immersion_id>/findings/<int:place>")
@access.page("immersions:write")
def take_up(immersion_id: UUID, place: int) -> Response:
    """Say what is done about a finding; said once, it stays."""
    access.admit("immersions:read")
    typed, about = filled_in(*_ACTION), (immersion_id, place)
    body, faults = understood(NewActionSchema(), typed)
    if faults:
        return _page(422, Sent(typed, faults, about))
    try:
        with current().change() as connection:
            acts.take_up(connection, immersion_id, place, body, now())
    except Problem as problem:
        if problem.status != 409:
            raise
        return _page(409, Sent(typed, ("taken_up",), about))
    address = given(*_FIELDS)
    query = f"?{urlencode(address)}" if address else ""
    return web.on_to(f"/scoring/immersions{query}#immersion-{immersion_id}")


def _as_sent(typed: dict[str, str]) -> dict[str, Any]:
    """As the API takes it: by the reader for the reader, and a finding a line."""
    lines = [line.strip() for line in typed["findings"].splitlines()]
    said = {name: typed[name] or None for name in ("channel", "journey", "notes")}
    return {
        **typed,
        **said,
        "person": access.caller().name,
        "findings": [line for line in lines if line],
    }


def _page(status: int = 200, sent: Sent | None = None) -> Response:
    who, moment, sent = reader(), now(), sent or Sent()
    address = given(*_FIELDS)
    asked = asked_list(ImmersionArguments(), **address, limit=_AT_ONCE)
    with current().read() as connection:
        found = acts.list_newest(connection, asked, moment)
        designs = journeys.in_force(connection) if may("journeys:read") else []
    new = {"id": str(new_id()), "kind": ImmersionKind.CONVERSATION, "day": moment.date().isoformat()}
    return page(
        "immersions.html",
        status,
        form=Sent(new) if sent.about or not sent.typed else sent,
        sent=sent,
        kinds=[(kind, who.text[f"immersion_{kind}"]) for kind in ImmersionKind],
        journeys=[item.journey.key for item in designs],
        name=access.caller().name,
        person=asked["person"],
        may_write=may("immersions:write"),
        immersions=[_immersion(one, told_before, sent, who) for one, told_before in found["items"]],
        address=address,
        following=following(address, found["next"]),
    )


def _immersion(one: Immersion, told_before: bool, sent: Sent, who: Reader) -> dict[str, Any]:
    return {
        "it": one,
        "kind": who.text[f"immersion_{one.kind}"],
        "counts": who.text[_counting(one, told_before)],
        "findings": [
            {
                "place": place,
                "said": finding,
                "action": one.action_on(place),
                "sent": sent if sent.about == (one.id, place) else None,
            }
            for place, finding in enumerate(one.findings, start=1)
        ],
    }


def _counting(one: Immersion, told_before: bool) -> str:
    """The key of the sentence that says whether it counts, or why not."""
    if told_before:
        return "immersion_told_before"
    return "_".join(("immersion_without", *one.missing)) if one.missing else "immersion_counts"
