"""Who is at risk, for people: whom to reach out to and why, how good the guess is, and whether reaching out helps."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from scoring.acts import at_risk as acts
from scoring.domain.at_risk_effects import FOLLOWED_DAYS, effects
from scoring.pages.asked import asked_list, following, given
from scoring.pages.rendering import Reader, may, page, reader
from scoring.pages.wording import count, said
from scoring.schemas.at_risk import ListArguments, NewOutreachSchema, as_effects, as_listed
from scoring.schemas.at_risk_models import as_model
from scoring.schemas.figures import percent
from scoring.store import at_risk_models, at_risk_outreach, at_risk_programmes, journeys
from scoring.store.at_risk_models import ModelVersion
from scoring.store.at_risk_predictions import Listed
from scoring.store.at_risk_programmes import ProgrammeVersion
from shared import access, web
from shared.clock import now
from shared.ids import new_id
from shared.problems import Problem, not_found
from shared.service import current

blueprint = Blueprint(
    "at_risk_pages", __name__, url_prefix="/scoring/at-risk", template_folder="../templates"
)

_AT_ONCE = 25
_FIELDS = ("segment", "cursor")


@blueprint.get("")
@access.page("at_risk:read")
def list_journeys() -> Response:
    """On which journeys people are reached out to, and on which they could be."""
    who = reader()
    with current().read() as connection:
        programmes, used = at_risk_programmes.in_force(connection), at_risk_models.in_use(connection)
        designs = journeys.in_force(connection) if may("journeys:read") else []
    names = {item.journey.key: said(item.journey.name, who.language) for item in designs}
    return page(
        "at_risk.html",
        journeys=[
            {
                "key": key,
                "name": names.get(key, key),
                "programme": _programme(programmes.get(key), who),
                "is_used": key in used,
            }
            for key in sorted(programmes.keys() | names)
        ],
    )


@blueprint.get("/<key>")
@access.page("at_risk:read")
def show_journey(key: str) -> Response:
    """One journey's list, with the model that it comes from, its test, and what came of the list."""
    return _page(key)


@blueprint.post("/<key>")
@access.page("at_risk:write")
def reach(key: str) -> Response:
    """Record that the reader reached out to somebody on the list; the same form again changes nothing."""
    access.admit("at_risk:read")  # what comes back shows the list
    typed = {name: request.form.get(name, "").strip() for name in ("id", "customer_key", "at", "what")}
    try:
        body = NewOutreachSchema().load({**typed, "journey": key})
    except ValidationError as error:
        return _page(key, 422, typed, sorted(map(str, error.messages_dict)))
    try:
        with current().change() as connection:
            acts.reach(connection, body, now())
    except Problem as problem:
        if problem.status != 409:
            raise
        return _page(key, 409, typed, ["kept"])
    return web.on_to(request.full_path.rstrip("?"))


def _page(
    key: str, status: int = 200, typed: dict[str, str] | None = None, faults: list[str] | None = None
) -> Response:
    who, moment = reader(), now()
    address = given(*_FIELDS)
    arguments = asked_list(ListArguments(), **address, journey=key, limit=_AT_ONCE)
    with current().read() as connection:
        design = journeys.newest(connection, key)
        if design is None:
            raise not_found(f"journey {key!r}")
        models = at_risk_models.versions(connection, key)
        programme = at_risk_programmes.in_force(connection).get(key)
        found = acts.list_at_risk(connection, arguments, moment)
        arms = at_risk_outreach.arms_of(connection, key, FOLLOWED_DAYS, moment)
    used = next((kept for kept in models if not kept.definition["refused"]), None)
    trial = used.definition["trial"] if used else None
    told = as_effects(key, arms, effects(*arms))["effects"]
    return page(
        "at_risk_journey.html",
        status,
        key=key,
        name=said(design.journey.name, who.language),
        programme=_programme(programme, who),
        newest=_model(models[0], who) if models else None,
        used=_model(used, who) if used else None,
        customers=[_customer(one, trial["tenths"] if trial else (), who) for one in found["items"]],
        following=following(address, found["next"]),
        given=address,
        effects=list(dict.fromkeys(one["sentence"][who.language] for one in told)),
        typed=typed or {},
        faults=faults or [],
        moment=moment.isoformat(),
        form_id=new_id,
        may_record=may("at_risk:write"),
    )


def _programme(kept: ProgrammeVersion | None, who: Reader) -> str | None:
    if kept is None:
        return None
    programme = kept.programme
    return who.text["at_risk_programme"].format(
        line=percent(programme.from_probability, who.language),
        share=percent(programme.holdout_share, who.language),
    )


def _model(kept: ModelVersion, who: Reader) -> dict[str, Any]:
    shown, trial = as_model(kept), kept.definition["trial"]
    return {
        "version": kept.version,
        "made_on": kept.set_at.date(),
        "sentence": shown["sentence"][who.language],
        "odds": [term["sentence"][who.language] for term in shown["model"]["terms"]]
        if shown["model"]
        else [],
        "trial": trial
        and {
            "first_day": trial["first_day"],
            "last_day": trial["last_day"],
            "n": count(trial["n"], who),
            "tenths": [_group(group, who) for group in trial["tenths"]],
            "segments": [_group(group, who) for group in trial["segments"]],
        },
    }


def _group(group: dict[str, Any], who: Reader) -> dict[str, Any]:
    """Where the model expected so many detractors, so many came; `label` is None of small segments together."""
    shares = {name: percent(group[name], who.language) for name in ("expected", "observed", "low", "high")}
    return {"label": group["label"], "n": count(group["n"], who), **shares}


def _customer(listed: Listed, tenths: Sequence[dict[str, Any]], who: Reader) -> dict[str, Any]:
    """With what the test saw of those whose probability was most alike: a probability has no interval of its own."""
    alike = min(tenths, key=lambda group: abs(group["expected"] - listed.probability), default=None)
    return {
        "it": listed,
        "alike": alike and who.text["at_risk_alike"].format(**_group(alike, who)),
        "probability": percent(listed.probability, who.language),
        "reasons": [reason["sentence"][who.language] for reason in as_listed(listed)["reasons"]],
    }
