"""Who is at risk: the caller asks for a model, says whom to list, reads the list, and reached out to somebody."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.domain.at_risk_orders import ModelOrder, in_their_order
from scoring.domain.at_risk_programmes import Programme
from scoring.store import (
    at_risk_orders,
    at_risk_outreach,
    at_risk_predictions,
    at_risk_programmes,
    journeys,
)
from scoring.store.at_risk_outreach import Outreach
from scoring.use_cases.record_outreach import NeverDrawnError, OtherOutreachError, record_outreach
from scoring.use_cases.set_at_risk_programme import set_at_risk_programme
from shared import access, paging, trail, web
from shared.ids import new_id
from shared.problems import Problem, invalid
from shared.versions import Published

_FIRST = (2.0, "")


def list_at_risk(connection: Connection, arguments: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """A page of what these ListArguments ask for: `items`, the likeliest first, and `next`."""
    after, limit = paging.unpack(arguments["cursor"], _place) or _FIRST, arguments["limit"]
    found = at_risk_predictions.page(
        connection, arguments["journey"], arguments["segment"], after, limit, moment
    )
    return paging.page_by(found, limit, lambda one: (one.probability, one.customer_key))


def order_model(connection: Connection, body: dict[str, Any], moment: datetime) -> ModelOrder:
    """Ask for what this NewModelSchema says; the order that waits. Problem (422) without such a journey."""
    key = body["journey"]
    _refuse_without_journey(connection, key)
    order = ModelOrder(
        id=new_id(),
        journey=key,
        kind=body["kind"],
        factors=in_their_order(body["factors"]),
        by=access.caller().name,
        request_id=web.request_id(),
        asked_at=moment,
    )
    kept = at_risk_orders.put(connection, order)
    if kept.id == order.id:
        trail.note(connection, "at_risk_model.ordered", key, order_id=str(order.id))
    return kept


def set_programme(connection: Connection, key: str, body: dict[str, Any], moment: datetime) -> Published:
    """Put what this ProgrammeSchema says in force for a journey. Problem (422) without such a journey."""
    _refuse_without_journey(connection, key)
    programme = Programme(key, **body)
    published = set_at_risk_programme(connection, programme, now=moment, request_id=web.request_id())
    if published.is_new:
        trail.note(connection, "at_risk_programme.set", key, version=published.version, **body)
    return published


def list_programmes(connection: Connection, arguments: dict[str, Any]) -> dict[str, Any]:
    """A page of what these PageArguments ask for, in the order of the journeys' keys: `items` and `next`."""
    after, limit = paging.after_key(arguments["cursor"]), arguments["limit"]
    found = at_risk_programmes.page(connection, after, limit)
    return paging.page_by(found, limit, lambda kept: (kept.programme.journey,))


def reach(connection: Connection, body: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """Record what this NewOutreachSchema says; what OutreachSchema shows. Problem (422, 409) when it can't be."""
    if body["at"] > moment:
        raise invalid({"at": ["This moment is still to come."]})
    outreach = Outreach(**body, by=access.caller().name, recorded_at=moment)
    try:
        held_out = record_outreach(connection, outreach, request_id=web.request_id())
    except NeverDrawnError as error:
        raise invalid({"customer_key": ["This customer was never on this journey's list."]}) from error
    except OtherOutreachError as error:
        raise Problem(409, "Something else was recorded under this id.") from error
    kept = at_risk_outreach.find(connection, outreach.id) or outreach
    return {**asdict(kept), "held_out": held_out}


def _refuse_without_journey(connection: Connection, key: str) -> None:
    if journeys.newest(connection, key) is None:
        raise invalid({"journey": [f"There is no journey {key!r}."]})


def _place(probability: float, customer_key: str) -> tuple[float, str]:
    return float(probability), paging.read_key(customer_key)
