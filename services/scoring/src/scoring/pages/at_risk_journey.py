"""The page of one journey: whom to reach out to and why, how good the guess is, and whether reaching out helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response

from scoring.acts import at_risk as acts
from scoring.domain.at_risk_effects import FOLLOWED_DAYS, effects
from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_orders import ModelOrder
from scoring.domain.responses import KINDS
from scoring.pages.asked import asked_list, following, given
from scoring.pages.rendering import Reader, may, page, reader
from scoring.pages.wording import count, said
from scoring.schemas.at_risk import ListArguments, as_effects, as_listed
from scoring.schemas.at_risk_models import as_model
from scoring.schemas.figures import percent
from scoring.store import at_risk_models, at_risk_orders, at_risk_outreach, at_risk_programmes, journeys
from scoring.store.at_risk_models import ModelVersion
from scoring.store.at_risk_predictions import Listed
from scoring.store.at_risk_programmes import ProgrammeVersion
from shared.clock import now
from shared.i18n import localised
from shared.ids import new_id
from shared.paging import before_version
from shared.problems import not_found
from shared.service import current

_AT_ONCE = 25
_FIELDS = ("segment", "cursor")
# What the form says before anybody has said anything: more likely than not, and one of five to compare with.
_USUAL = {"from_probability": "50", "holdout_share": "20"}


@dataclass(frozen=True)
class Sent:
    """A form that comes back: what was typed, and the names of the fields at fault."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def journey_page(
    key: str,
    status: int = 200,
    *,
    outreach: Sent | None = None,
    programme: Sent | None = None,
    order: Sent | None = None,
) -> Response:
    """As it is now, with the form that comes back where one does. Problem (404) without such a journey."""
    who, moment = reader(), now()
    address = given(*_FIELDS)
    arguments = asked_list(ListArguments(), **address, journey=key, limit=_AT_ONCE)
    with current().read() as connection:
        design = journeys.newest(connection, key)
        if design is None:
            raise not_found(f"journey {key!r}")
        newest = next(iter(at_risk_models.page(connection, key, before_version(""), 1)), None)
        used = at_risk_models.in_use(connection).get(key)
        in_force = at_risk_programmes.in_force(connection).get(key)
        ordered = at_risk_orders.newest(connection, key)
        found = acts.list_at_risk(connection, arguments, moment)
        arms = at_risk_outreach.arms_of(connection, key, FOLLOWED_DAYS, moment)
    trial = used.definition["trial"] if used else None
    told = as_effects(key, arms, effects(*arms))["effects"]
    return page(
        "at_risk_journey.html",
        status,
        key=key,
        name=said(design.journey.name, who.language),
        programme=programme_in_words(in_force, who),
        newest=_model(newest, who) if newest else None,
        used=_model(used, who) if used else None,
        customers=[_customer(one, trial["tenths"] if trial else (), who) for one in found["items"]],
        following=following(address, found["next"]),
        given=address,
        effects=list(dict.fromkeys(one["sentence"][who.language] for one in told)),
        sent=outreach or Sent(),
        moment=moment.isoformat(),
        form_id=new_id,
        may_write=may("at_risk:write"),
        set_form=programme or Sent(_in_percent(in_force, who)),
        order_form=order or Sent({"kind": KINDS[0], "factors": list(RiskFactor)}),
        kinds=[(kind, who.text[f"kind_{kind}"]) for kind in KINDS],
        factors=[(factor.value, who.text[f"risk_{factor}"]) for factor in RiskFactor],
        ordered=_order(ordered, who) if ordered else None,
    )


def _in_percent(kept: ProgrammeVersion | None, who: Reader) -> dict[str, str]:
    if kept is None:
        return _USUAL
    return {name: localised(f"{100 * getattr(kept.programme, name):.10g}", who.language) for name in _USUAL}


def _order(order: ModelOrder, who: Reader) -> str:
    """What became of the model that was asked for last."""
    at = f"{order.asked_at:%Y-%m-%d %H:%M}"
    return who.text[f"at_risk_order_{order.state}"].format(at=at, by=order.by, version=order.version)


def programme_in_words(kept: ProgrammeVersion | None, who: Reader) -> str | None:
    """Whom it lists and whom it leaves alone."""
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
