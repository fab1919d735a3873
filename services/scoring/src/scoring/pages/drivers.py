"""Drivers for people: what goes with a score, how sure that is, and that it is an association and no cause."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from scoring.domain.drivers import TooFew, Warned, answers_needed
from scoring.domain.factors import Factor, Operational
from scoring.domain.units import Unit
from scoring.pages.asked import Asked, asked
from scoring.pages.rendering import Reader, page, reader
from scoring.pages.wording import count, said
from scoring.schemas.drivers import DriverArguments, as_drivers, factor_named
from scoring.schemas.figures import number, percent
from scoring.store import journeys
from scoring.use_cases.find_drivers import Facts, NotOneScoreError, find_drivers, gather_facts
from scoring.use_cases.measure_scores import UnknownDimensionError
from shared import access
from shared.clock import now
from shared.service import current

blueprint = Blueprint(
    "drivers_pages", __name__, url_prefix="/scoring/drivers", template_folder="../templates"
)

# So many other factors the form has room for at least.
_ROOM = 3


@blueprint.get("")
@access.page("scores:read")
def show_drivers() -> Response:
    """Each factor's part in a score of one journey or survey, the one to look at first first; or why none is told."""
    who = reader()
    with current().read() as connection:
        designs = journeys.in_force(connection)
        names = {item.journey.key: said(item.journey.name, who.language) for item in designs}
        form = _form(next(iter(names), None))
        if form.values is None:
            return _page(form, names, 422)
        chosen = form.values["selection"].slice
        if chosen.journey is None and chosen.survey is None:
            return _page(form, names)
        try:
            facts = gather_facts(
                connection, form.values["measure"], form.values["selection"], form.values["factors"]
            )
        except NotOneScoreError as error:
            return _page(_refused(form, error.field), names, 422)
        except UnknownDimensionError:
            return _page(_refused(form, "factors"), names, 422)
    # Nothing is read any more, since this may take seconds.
    return _page(form, names, found=_found(form.values["measure"], facts, form.values["seed"], who))


def _form(first_journey: str | None) -> Asked:
    """As it is opened: of the first journey, with all that happened on it."""
    usual: dict[str, Any] = {"measure": "nps", "factors": [factor.value for factor in Operational]}
    if first_journey and not request.args.keys() & {"journey", "survey"}:
        usual["journey"] = first_journey
    return asked(DriverArguments(), now().date(), lists=("factors",), **usual)


def _refused(form: Asked, field: str) -> Asked:
    return replace(form, values=None, faults=(f"driving_{field.partition('.')[0]}",))


def _page(
    form: Asked, names: dict[str, str], status: int = 200, found: dict[str, Any] | None = None
) -> Response:
    who = reader()
    chosen = form.typed["factors"]
    others = [name for name in chosen if name not in list(Operational)]
    return page(
        "drivers.html",
        status,
        form=form,
        names=names,
        operational=[
            (factor.value, factor_named(Factor.of(factor), who.language), factor.value in chosen)
            for factor in Operational
        ],
        others=others + [""] * max(1, _ROOM - len(others)),
        found=found,
    )


def _found(measure: str, facts: Facts, seed: int, who: Reader) -> dict[str, Any]:
    found = find_drivers(facts, seed)
    if isinstance(found, TooFew) or facts.scale is None:
        factors = len(facts.factors)
        needed = count(answers_needed(factors), who)
        return {"refused": who.text["drivers_too_few"].format(needed=needed, factors=factors)}
    told = as_drivers(measure, facts, found)
    return {
        "sentence": told["sentence"][who.language],
        "kind": who.text[f"kind_{told['kind']}"],
        "definition": told["definition"],
        "n": count(told["n"], who),
        "answered": count(told["answered"], who),
        "r_squared": _interval(told["r_squared"], who),
        "drivers": [_driver(one, who) for one in told["drivers"]],
    }


def _driver(told: dict[str, Any], who: Reader) -> dict[str, Any]:
    name = factor_named(Factor.of(told["factor"]), who.language)
    priority = told["priority"]
    kinds = {warning["kind"] for warning in told["warnings"]}
    return {
        "name": name[:1].upper() + name[1:],
        "importance": _interval(told["importance"], who),
        "rises": told["correlation"] >= 0,
        "priority": None if priority is None else number(priority, Unit.MEAN, who.language),
        "constant": Warned.CONSTANT in kinds,
        # Of these the direction is not to be read.
        "turns": Warned.SIGN_FLIP in kinds,
        "warnings": [warning["sentence"][who.language] for warning in told["warnings"]],
        "sentence": told["sentence"][who.language],
    }


def _interval(told: dict[str, float], who: Reader) -> dict[str, str]:
    return {name: percent(value, who.language) for name, value in told.items()}
