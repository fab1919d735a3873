"""Partial answers: what a customer has chosen in a form and not sent."""

from datetime import datetime, timedelta

# Who has not gone on for this long has left.
IDLE = timedelta(minutes=30)


def due_at(saved_at: datetime, expires_at: datetime) -> datetime:
    """When choices that were saved at this moment are kept as they are, unless the customer goes on before."""
    return min(saved_at + IDLE, expires_at)
