"""The list of customers at risk as it is asked for, and that the caller reached out to one of them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.store import at_risk_outreach, at_risk_predictions
from scoring.store.at_risk_outreach import Outreach
from scoring.use_cases.record_outreach import NeverDrawnError, OtherOutreachError, record_outreach
from shared import access, paging, web
from shared.problems import Problem, invalid

_FIRST = (2.0, "")


def list_at_risk(connection: Connection, arguments: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """A page of what these ListArguments ask for: `items`, the likeliest first, and `next`."""
    after, limit = paging.unpack(arguments["cursor"], _place) or _FIRST, arguments["limit"]
    found = at_risk_predictions.page(
        connection, arguments["journey"], arguments["segment"], after, limit, moment
    )
    return paging.page_by(found, limit, lambda one: (one.probability, one.customer_key))


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


def _place(probability: float, customer_key: str) -> tuple[float, str]:
    return float(probability), paging.read_key(customer_key)
