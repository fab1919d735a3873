"""Forget what was predicted of people, and that they were drawn or reached."""

from collections.abc import Collection

from psycopg import Connection

from scoring.store import at_risk_outreach, at_risk_predictions


def forget_at_risk(connection: Connection, gone: Collection[str], related: Collection[str]) -> None:
    """`related` are those who are gone and whoever they were joined to: of these it is worked out anew."""
    at_risk_predictions.forget(connection, related)
    at_risk_outreach.forget(connection, gone)
