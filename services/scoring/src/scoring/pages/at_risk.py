"""Who is at risk, for people: whom to list and from which model, and that somebody was reached."""

from typing import Any

from flask import Blueprint, Response, request
from psycopg import Connection

from scoring.acts import at_risk as acts
from scoring.acts import journeys
from scoring.pages.asked import asked_list, following, given, typed_number
from scoring.pages.at_risk_journey import Sent, journey_page, programme_in_words
from scoring.pages.rendering import may, page, reader
from scoring.pages.sent import filled_in, understood
from scoring.pages.wording import said
from scoring.schemas.at_risk import NewOutreachSchema, ProgrammeSchema
from scoring.schemas.at_risk_models import NewModelSchema
from scoring.store import at_risk_models, at_risk_programmes
from shared import access, web
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import Problem
from shared.service import current

blueprint = Blueprint(
    "at_risk_pages", __name__, url_prefix="/scoring/at-risk", template_folder="../templates"
)

_AT_ONCE = 25
_SHARES = ("from_probability", "holdout_share")


@blueprint.get("")
@access.page("at_risk:read")
def list_journeys() -> Response:
    """On which journeys people are reached out to, and on which they could be."""
    who = reader()
    arguments = asked_list(PageArguments(), **given("cursor"), limit=_AT_ONCE)
    with current().read() as connection:
        programmes, used = at_risk_programmes.in_force(connection), at_risk_models.in_use(connection)
        found = _journeys(connection, arguments)
    return page(
        "at_risk.html",
        journeys=[
            {
                "key": key,
                "name": said(name, who.language) if name else key,
                "programme": programme_in_words(programmes.get(key), who),
                "is_used": key in used,
            }
            for key, name in found["items"]
        ],
        following=following({}, found["next"]),
    )


@blueprint.get("/<key>")
@access.page("at_risk:read")
def show_journey(key: str) -> Response:
    """One journey's list, with the model that it comes from, its test, and what came of the list."""
    return journey_page(key)


@blueprint.post("/<key>")
@access.page("at_risk:write")
def reach(key: str) -> Response:
    """Record that the reader reached out to somebody on the list; the same form again changes nothing."""
    access.admit("at_risk:read")  # what comes back shows the list
    typed = filled_in("id", "customer_key", "at", "what")
    body, faults = understood(NewOutreachSchema(), {**typed, "journey": key})
    if faults:
        return journey_page(key, 422, outreach=Sent(typed, faults))
    try:
        with current().change() as connection:
            acts.reach(connection, body, now())
    except Problem as problem:
        if problem.status != 409:
            raise
        return journey_page(key, 409, outreach=Sent(typed, ("kept",)))
    return web.on_to(request.full_path.rstrip("?"))


@blueprint.post("/<key>/programme")
@access.page("at_risk:write")
def set_programme(key: str) -> Response:
    """Say from which probability on customers are listed, and which share is left alone."""
    access.admit("at_risk:read")
    typed = filled_in(*_SHARES)
    body, faults = understood(ProgrammeSchema(), {name: _share(typed[name]) for name in _SHARES})
    if faults:
        return journey_page(key, 422, programme=Sent(typed, faults))
    with current().change() as connection:
        acts.set_programme(connection, key, body, now())
    return web.on_to(f"/scoring/at-risk/{key}#list")


@blueprint.post("/<key>/model")
@access.page("at_risk:write")
def order_model(key: str) -> Response:
    """Ask for a model of this journey; asked again while it waits, it is the same order."""
    access.admit("at_risk:read")
    typed = {**filled_in("kind"), "factors": request.form.getlist("factors")}
    body, faults = understood(NewModelSchema(), {**typed, "journey": key})
    if faults:
        return journey_page(key, 422, order=Sent(typed, tuple(f"at_risk_{name}" for name in faults)))
    service = current()
    with service.change() as connection:
        acts.order_model(connection, body, now())
    service.bell.ring(service.package, "make_at_risk_models")
    return web.on_to(f"/scoring/at-risk/{key}#model")


def _share(percent: str) -> str:
    """People say it in percent, the API takes 0 to 1; what is no number stays for the schema to refuse."""
    number = typed_number(percent)
    return percent if number is None else str(number / 100)


def _journeys(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of keys with names; who may not read journeys sees only those with a programme, and no name."""
    if may("journeys:read"):
        found = journeys.list_journeys(connection, arguments)
        return {**found, "items": [(one.journey.key, one.journey.name) for one in found["items"]]}
    found = acts.list_programmes(connection, arguments)
    return {**found, "items": [(one.programme.journey, None) for one in found["items"]]}
