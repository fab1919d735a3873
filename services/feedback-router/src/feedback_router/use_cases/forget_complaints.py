"""Forget complaints from the page and reports of staff, once they are as old as the company lets answers become.

How old that is says the survey service's retention policy. It is asked for: of a complaint without an address the
survey service knows nothing, nor of a report, and so it has nothing to tell of them.
"""

from datetime import datetime, timedelta

import httpx
from psycopg import Connection

from feedback_router.store import complaints, reports, themes
from feedback_router.use_cases.deliver_messages import Unheard
from feedback_router.use_cases.forget_who_answered import forget_whose
from shared.follower import Transaction

_BATCH = 500


def days_kept(client: httpx.Client, survey_url: str, key: str) -> int | None:
    """After how many days an answer is nobody's by the policy in force; None for never. Unheard if survey is away."""
    try:
        answer = client.get(
            f"{survey_url}/survey/v1/retention-policies?limit=1", headers={"Authorization": f"Bearer {key}"}
        )
    except httpx.HTTPError as error:
        raise Unheard(type(error).__name__) from error
    if not answer.is_success:
        raise Unheard(str(answer.status_code))
    days: int | None = answer.json()["items"][0]["definition"]["responses"]
    return days


def forget_complaints(transaction: Transaction, days: int | None, *, now: datetime) -> int:
    """In batches, so that nobody waits for it; how many were forgotten. Safe to run twice at once."""
    if days is None:
        return 0
    forgotten = 0
    while True:
        with transaction() as connection:
            batch = _forget_some(connection, now - timedelta(days=days), now)
        forgotten += batch
        if batch < _BATCH:
            return forgotten


def _forget_some(connection: Connection, before: datetime, now: datetime) -> int:
    # Before any row, like whoever hears of an erasure: nobody then waits for the other.
    themes.lock(connection)
    old = complaints.lock_old(connection, before, _BATCH) + reports.lock_old(connection, before, _BATCH)
    if old:
        forget_whose(connection, old, now=now, request_id="retention")
    return len(old)
