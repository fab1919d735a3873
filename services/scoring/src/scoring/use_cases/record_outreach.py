"""Record that somebody reached out to a customer who was at risk."""

from psycopg import Connection

from scoring.store import at_risk_outreach, identities, touchpoints
from scoring.store.at_risk_outreach import Outreach
from shared import events
from shared.events import Event
from shared.ids import new_id


class OtherOutreachError(Exception):
    """Something else was recorded under this id."""


class NeverDrawnError(Exception):
    """This customer was never on this journey's list, nor held out of it."""


def record_outreach(connection: Connection, outreach: Outreach, *, request_id: str) -> bool:
    """Keep it with its event; whether the customer was one of those held out, which is kept all the same.

    The same again changes nothing. Raises OtherOutreachError or NeverDrawnError. The event names no customer.
    """
    # No erasure comes between who was drawn and what is kept of them.
    touchpoints.lock(connection)
    keys = identities.of(connection, [outreach.customer_key])
    arms = at_risk_outreach.arms(connection, keys)
    drawn = [held_out for (_, journey), held_out in arms.items() if journey == outreach.journey]
    if not drawn:
        raise NeverDrawnError
    if not at_risk_outreach.record(connection, outreach):
        before = at_risk_outreach.find(connection, outreach.id)
        if before is None or not before.is_same_as(outreach):
            raise OtherOutreachError
        return any(drawn)
    data = {"id": str(outreach.id), "journey": outreach.journey, "held_out": any(drawn)}
    moment = outreach.recorded_at
    events.append(
        connection,
        [Event(new_id(), "scoring.outreach.recorded", str(outreach.id), moment, request_id, data)],
    )
    return any(drawn)
