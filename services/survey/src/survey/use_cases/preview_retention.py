"""What a retention policy would take away if it were in force now. Nothing is changed."""

from dataclasses import asdict
from datetime import datetime

from psycopg import Connection

from survey.domain.retention import RetentionPolicy
from survey.store import retention


def preview_retention(connection: Connection, policy: RetentionPolicy, *, now: datetime) -> dict[str, int]:
    """How many of each kind, counted up to `retention.MOST_COUNTED`; 0 for what is kept."""
    befores = {what: policy.before(what, now) for what in asdict(policy)}
    return {
        what: retention.count(connection, what, before, now) if before else 0
        for what, before in befores.items()
    }
