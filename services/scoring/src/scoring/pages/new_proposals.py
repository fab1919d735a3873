"""Proposing a change to a journey, for people: the design as a form, what would be different, and off to the owners."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from scoring import library
from scoring.acts import journeys as designs
from scoring.acts import proposals as acts
from scoring.domain.journeys import Journey
from scoring.pages.asked import asked_list, following, given
from scoring.pages.design_faults import design_faults
from scoring.pages.proposal_changes import changes
from scoring.pages.proposal_draft import Draft, Row, opened, typed
from scoring.pages.rendering import Reader, page, reader
from scoring.pages.wording import said
from scoring.schemas.journeys import NewProposalSchema
from scoring.store import journeys
from shared import access, web
from shared.clock import now
from shared.ids import new_id
from shared.paging import PageArguments
from shared.problems import Problem, flatten, not_found
from shared.service import current

blueprint = Blueprint(
    "new_proposals_pages", __name__, url_prefix="/scoring/proposals/new", template_folder="../templates"
)

_AT_ONCE = 25
# As the button says that does more than look.
_SEND = "send"


@dataclass(frozen=True)
class Base:
    """What a change starts from: the design in force, or, as version 0, one that comes with Escucha."""

    version: int
    journey: Journey


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field of the form; `name` is the field's."""

    name: str
    sentence: str


@blueprint.get("")
@access.page("journeys:propose")
def choose() -> Response:
    """Of which journey: those in force, and those that come with Escucha and are not yet."""
    access.admit("journeys:read")
    who = reader()
    asked = asked_list(PageArguments(), **given("cursor"), limit=_AT_ONCE)
    with current().read() as connection:
        found = designs.list_journeys(connection, asked)
        known = {key for key in library.templates() if journeys.newest(connection, key)}
    return page(
        "new_proposals.html",
        journeys=[(one.journey.key, said(one.journey.name, who.language)) for one in found["items"]],
        templates=[
            (key, said(journey.name, who.language))
            for key, journey in library.templates().items()
            if key not in known
        ],
        following=following({}, found["next"]),
    )


@blueprint.get("/<key>")
@access.page("journeys:propose")
def fill_in(key: str) -> Response:
    """The design as it is, to be changed."""
    access.admit("journeys:read")
    base = _base(key)
    return _form(base, opened(base.journey), new_id())


@blueprint.post("/<key>")
@access.page("journeys:propose")
def propose(key: str) -> Response:
    """Show what would be different, or lay it before the owners of the stages; the same form again changes nothing."""
    access.admit("journeys:read")
    base, proposal_id = _base(key), _id_of(request.form.get("id", ""))
    draft = typed(base.journey, request.form)
    body, wrong = _understood(draft, reader())
    if wrong:
        return _form(base, draft, proposal_id, 422, wrong=wrong)
    if request.form.get("version") != str(base.version):
        return _form(base, draft, proposal_id, 409, after=body["definition"], note="moved")
    if request.form.get("act") != _SEND:
        return _form(base, draft, proposal_id, after=body["definition"])
    try:
        with current().change() as connection:
            acts.propose(connection, body, proposal_id, now())
    except Problem as problem:
        if problem.status != 409:
            raise
        return _form(base, draft, new_id(), 409, after=body["definition"], note="other")
    return web.on_to(f"/scoring/proposals/{proposal_id}")


def _understood(draft: Draft, who: Reader) -> tuple[dict[str, Any], list[Fault]]:
    """What is proposed, as the API takes it, or what is wrong with the form."""
    wrong = list(_unclear(draft, who))
    try:
        body: dict[str, Any] = NewProposalSchema().load(
            {"definition": draft.definition(), "comment": draft.comment or None}
        )
    except ValidationError as error:
        return {}, [*wrong, *_faults(draft, error, who)]
    return body, wrong


def _base(key: str) -> Base:
    with current().read() as connection:
        found = journeys.newest(connection, key)
    if found is not None:
        return Base(found.version, found.journey)
    if key not in library.templates():
        raise not_found(f"journey {key!r}")
    return Base(0, library.templates()[key])


def _id_of(said_id: str) -> UUID:
    try:
        return UUID(said_id)
    except ValueError:
        return new_id()


def _form(
    base: Base,
    draft: Draft,
    proposal_id: UUID,
    status: int = 200,
    *,
    wrong: list[Fault] | None = None,
    after: Journey | None = None,
    note: str | None = None,
) -> Response:
    """`after` is what is looked at before it is proposed, `note` why it was not although it could be."""
    who = reader()
    return page(
        "new_proposal.html",
        status,
        key=base.journey.key,
        version=base.version,
        name=said(base.journey.name, who.language),
        languages=base.journey.languages,
        draft=draft,
        stages=[(row, _stage_named(row, who)) for row in draft.rows],
        id=proposal_id,
        wrong=wrong or [],
        at_fault={one.name for one in wrong or []},
        looked_at=after is not None,
        changes=list(changes(base.journey, after, who)) if after else [],
        missing=list(design_faults(after, who)) if after else [],
        note=who.text[f"propose_{note}"] if note else None,
    )


def _stage_named(row: Row, who: Reader) -> str:
    return said(row.names, who.language) or who.text["propose_new_stage"]


def _unclear(draft: Draft, who: Reader) -> Iterator[Fault]:
    """What the form alone knows: the API takes stages in their order, and names that are still to come."""
    for row in draft.meant:
        if not row.has_place:
            yield _of_stage(row, "place", who)
        if not any(row.names.values()):
            yield _of_stage(row, "name", who)


def _faults(draft: Draft, error: ValidationError, who: Reader) -> Iterator[Fault]:
    """What the schema found, each by the field of the form in which it was typed, and once."""
    paths = (path.removeprefix("definition.").split(".") for path in flatten(error.messages_dict))
    for part, *more in dict.fromkeys(tuple(path[:3]) for path in paths):
        if part == "stages" and len(more) == 2:
            yield _of_stage(draft.meant[int(more[0])], more[1], who)
        else:
            yield Fault(part, who.text.get(f"propose_wrong_{part}", part))


def _of_stage(row: Row, what: str, who: Reader) -> Fault:
    sentence = who.text.get(f"propose_wrong_{what}", f"{{stage}}: {what}")
    return Fault(f"{what}-{row.number}", sentence.format(stage=_stage_named(row, who)))
