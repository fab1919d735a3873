"""Who is at risk: models, the list for reaching out, what was done, and whether it helped. Never part of a score."""

from typing import Any
from uuid import UUID

from scoring.acts import at_risk as acts
from scoring.domain.at_risk_effects import FOLLOWED_DAYS, effects
from scoring.schemas.at_risk import (
    EffectArguments,
    EffectSchema,
    ListArguments,
    ListPageSchema,
    NewOutreachSchema,
    OutreachSchema,
    ProgrammePageSchema,
    ProgrammeSchema,
    ProgrammeSetSchema,
    as_effects,
    as_listed,
    as_programme,
)
from scoring.schemas.at_risk_models import ModelArguments, ModelPageSchema, NewModelSchema, as_model
from scoring.schemas.at_risk_orders import ModelOrderSchema, as_order
from scoring.store import (
    at_risk_models,
    at_risk_orders,
    at_risk_outreach,
)
from shared import paging
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "at_risk", __name__, url_prefix="/at-risk", description="Who may be unhappy and has not said so"
)


@blueprint.route("/models", methods=["POST"], scope="at_risk:write")
@blueprint.arguments(NewModelSchema)
@blueprint.response(202, ModelOrderSchema)
def order_model(body: dict[str, Any]) -> dict[str, Any]:
    """Ask for a model from a journey's answers, tested on the newest, and used unless it must be refused"""
    service = current()
    with service.change() as connection:
        order = acts.order_model(connection, body, now())
    service.bell.ring(service.package, "make_at_risk_models")
    return as_order(order, None)


@blueprint.route("/orders/<uuid:order_id>", methods=["GET"], scope="at_risk:read")
@blueprint.response(200, ModelOrderSchema)
def get_order(order_id: UUID) -> dict[str, Any]:
    """Get what became of a model that was asked for"""
    with current().read() as connection:
        order = at_risk_orders.find(connection, order_id)
        if order is None:
            raise not_found("order")
        kept = at_risk_models.find(connection, order.journey, order.version) if order.version else None
    return as_order(order, kept)


@blueprint.route("/models", methods=["GET"], scope="at_risk:read")
@blueprint.arguments(ModelArguments, location="query")
@blueprint.response(200, ModelPageSchema)
def list_models(arguments: dict[str, Any]) -> dict[str, Any]:
    """List a journey's models, refused ones too, the newest first"""
    before, limit = paging.before_version(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        found = at_risk_models.page(connection, arguments["journey"], before, limit)
    page = paging.page_by(found, limit, lambda kept: (kept.version,))
    return {**page, "items": [as_model(kept) for kept in found]}


@blueprint.route("/programmes", methods=["GET"], scope="at_risk:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, ProgrammePageSchema)
def list_programmes(arguments: dict[str, Any]) -> dict[str, Any]:
    """List on which journeys people are reached out to, from which probability on, and how many are left alone"""
    with current().read() as connection:
        found = acts.list_programmes(connection, arguments)
    return {**found, "items": [as_programme(kept) for kept in found["items"]]}


@blueprint.route("/programmes/<key>", methods=["PUT"], scope="at_risk:write")
@blueprint.arguments(ProgrammeSchema)
@blueprint.response(200, ProgrammeSetSchema)
def put_programme(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Say from which probability on customers of a journey are listed, and which share is held out"""
    with current().change() as connection:
        published = acts.set_programme(connection, key, body, now())
    return {"journey": key, "version": published.version, "is_new": published.is_new}


@blueprint.route("/customers", methods=["GET"], scope="at_risk:read")
@blueprint.arguments(ListArguments, location="query")
@blueprint.response(200, ListPageSchema)
def list_customers(arguments: dict[str, Any]) -> dict[str, Any]:
    """List whom to reach out to, the likeliest detractors first, with reasons; nobody who is held out"""
    with current().read() as connection:
        found = acts.list_at_risk(connection, arguments, now())
    return {**found, "items": [as_listed(one) for one in found["items"]]}


@blueprint.route("/outreach", methods=["POST"], scope="at_risk:write")
@blueprint.arguments(NewOutreachSchema)
@blueprint.response(200, OutreachSchema)
def reach(body: dict[str, Any]) -> dict[str, Any]:
    """Record that somebody reached out to a customer"""
    with current().change() as connection:
        return acts.reach(connection, body, now())


@blueprint.route("/effect", methods=["GET"], scope="at_risk:read")
@blueprint.arguments(EffectArguments, location="query")
@blueprint.response(200, EffectSchema)
def read_effect(arguments: dict[str, Any]) -> dict[str, Any]:
    """Say whether being on the list helped: who was drawn for it against who was held out"""
    journey = arguments["journey"]
    with current().read() as connection:
        arms = at_risk_outreach.arms_of(connection, journey, FOLLOWED_DAYS, now())
    return as_effects(journey, arms, effects(*arms))
