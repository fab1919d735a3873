"""Tell the survey service what happened to customers here: that they complained, that it was resolved.

With a complaint goes the customer's address, which stays there and not here. A touchpoint may be told twice when we die
before we write it down; its source and id make it one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog

from feedback_router.domain.customers import ErasedCustomer
from feedback_router.domain.messages import retry_at
from feedback_router.domain.touchpoints import SOURCE, OutgoingTouchpoint
from feedback_router.store import complaints, touchpoints
from feedback_router.use_cases.deliver_messages import Refused, Unheard
from feedback_router.use_cases.forget_customers import tell_erased
from shared.follower import Transaction
from shared.pseudonyms import pseudonym
from shared.sealed import unseal
from shared.settings import Settings

# Longer than any attempt takes.
_LEASE = timedelta(minutes=2)
_REFUSALS = frozenset({400, 409, 413, 415, 422})

log = structlog.get_logger()

Post = Callable[[dict[str, Any]], None]


def touchpoint_poster(client: httpx.Client, survey_url: str, key: str) -> Post:
    """Tells one touchpoint by HTTP. Refused or Unheard when it is not taken."""

    def post(event: dict[str, Any]) -> None:
        try:
            answer = client.post(
                f"{survey_url}/survey/v1/touchpoints",
                json=event,
                headers={"Authorization": f"Bearer {key}"},
            )
        except httpx.HTTPError as error:
            raise Unheard(type(error).__name__) from error
        if answer.status_code in _REFUSALS:
            # Not what it answered: that may repeat the address.
            raise Refused(str(answer.status_code))
        if not answer.is_success:
            raise Unheard(str(answer.status_code))

    return post


def tell_touchpoints(
    transaction: Transaction,
    post: Post,
    settings: Settings,
    clock: Callable[[], datetime],
    for_at_most: timedelta,
) -> int:
    """Tell what is due, for that long, and return how many were taken. Who is not heard stops."""
    until, taken = clock() + for_at_most, 0
    while clock() < until:
        began = clock()
        with transaction() as connection:
            touchpoint = touchpoints.claim(connection, began, began + _LEASE)
            known = complaints.of_item(connection, touchpoint.feedback_id) if touchpoint else None
        if touchpoint is None:
            break
        if touchpoint.erased_as:
            _forget_again(transaction, touchpoint, touchpoint.erased_as, touchpoint.at, clock())
            continue
        language, zone = (known.language, known.time_zone) if known else (None, None)
        try:
            post(_event(touchpoint, settings.secret_key, language, zone))
        except Unheard as unheard:
            _try_later(transaction, touchpoint, unheard.reason, clock())
            break
        except Refused as refused:
            _give_up(transaction, touchpoint, refused.reason)
        else:
            if not _is_settled(transaction, touchpoint):
                known_as = pseudonym(touchpoint.customer_key, settings.internal_key)
                _forget_again(transaction, touchpoint, known_as, began, clock())
            taken += 1
    return taken


def _event(
    touchpoint: OutgoingTouchpoint, secret_key: str, language: str | None, zone: str | None
) -> dict[str, Any]:
    customer: dict[str, Any] = {"key": touchpoint.customer_key}
    if touchpoint.sealed is not None:
        email = unseal(touchpoint.sealed, touchpoint.feedback_id.bytes, secret_key)
        customer |= {"email": email, "language": language, "time_zone": zone}
    return {
        "specversion": "1.0",
        "source": SOURCE,
        "id": touchpoint.id,
        "type": touchpoint.type,
        "time": touchpoint.at.isoformat(),
        "data": {"customer": customer, "journey": "complain", "stage": touchpoint.type.partition(".")[2]},
    }


def _try_later(transaction: Transaction, touchpoint: OutgoingTouchpoint, reason: str, now: datetime) -> None:
    log.warning("touchpoint.unheard", item=str(touchpoint.feedback_id), reason=reason)
    next_at = retry_at(now, touchpoint.attempts)
    if next_at is None:
        _give_up(transaction, touchpoint, reason)
        return
    with transaction() as connection:
        touchpoints.put_back(connection, touchpoint, next_at, reason)


def _give_up(transaction: Transaction, touchpoint: OutgoingTouchpoint, error: str) -> None:
    log.error("touchpoint.given_up", item=str(touchpoint.feedback_id), reason=error)
    with transaction() as connection:
        touchpoints.settle(connection, touchpoint, error)


def _is_settled(transaction: Transaction, touchpoint: OutgoingTouchpoint) -> bool:
    """False where its customer was erased while we told of them."""
    with transaction() as connection:
        return touchpoints.settle(connection, touchpoint, None)


def _forget_again(
    transaction: Transaction, touchpoint: OutgoingTouchpoint, known_as: str, since: datetime, now: datetime
) -> None:
    """Who was erased while we told of them is told of as erased once more: they may have come back since then."""
    gone = ErasedCustomer(known_as, (), ())
    with transaction() as connection:
        touchpoints.drop(connection, touchpoint)
        tell_erased(connection, gone, since, now=now, request_id=f"touchpoint-{touchpoint.id}")
