"""Make the models of who is at risk that were asked for, one after the other, outside of any request."""

from datetime import datetime
from typing import Any

import structlog
from psycopg import Connection

from scoring.domain.at_risk_definitions import to_definition
from scoring.domain.at_risk_orders import ModelOrder, OrderState
from scoring.domain.at_risk_trials import attempt
from scoring.store import at_risk_orders, journeys
from scoring.use_cases.fit_at_risk import gather_known, keep_model
from scoring.use_cases.predict_at_risk import mark_at_risk
from shared import audit
from shared.audit import Entry
from shared.db import is_away
from shared.follower import Transaction

log = structlog.get_logger()


def make_at_risk_models(read: Transaction, change: Transaction, *, now: datetime) -> int:
    """Make what is waiting, and have everybody be looked at anew where a model is used from now on; how many were made.

    Nothing is held while a model is made. Who dies meanwhile makes it again, and two who make the same keep it once.
    One that can't be made is left to a person, and those behind it are made.
    """
    made = 0
    while True:
        with read() as connection:
            order = at_risk_orders.next_waiting(connection)
        if order is None:
            return made
        try:
            made += _make(read, change, order, now)
        except Exception as error:
            if is_away(error):
                raise  # which is no fault of the order's
            log.error("at_risk_model.not_made", order_id=str(order.id), error=type(error).__name__)
            with change() as connection:
                if at_risk_orders.hold(connection, order.id):
                    at_risk_orders.finish(connection, order.id, OrderState.FAILED)


def _make(read: Transaction, change: Transaction, order: ModelOrder, now: datetime) -> bool:
    with read() as connection:
        design = journeys.newest(connection, order.journey)
        if design is None:
            raise LookupError(order.journey)
        gathered = gather_known(connection, design.journey, order.kind)
    definition = to_definition(attempt(gathered.known, order.wanted), order.kind, gathered.digest)
    with change() as connection:
        if not at_risk_orders.hold(connection, order.id):
            return False
        _keep(connection, order, definition, now)
    return True


def _keep(connection: Connection, order: ModelOrder, definition: dict[str, Any], now: datetime) -> None:
    published = keep_model(connection, order.journey, definition, now=now, request_id=order.request_id)
    at_risk_orders.finish(connection, order.id, OrderState.MADE, published.version)
    if published.is_new and definition["refused"] is None:
        mark_at_risk(connection, now=now)
    if published.is_new:
        detail = {"version": published.version}
        entry = Entry(now, order.by, "at_risk_model.made", order.journey, order.request_id, detail)
        audit.note(connection, entry)
