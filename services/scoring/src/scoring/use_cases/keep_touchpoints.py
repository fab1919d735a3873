"""Keep what happened: each touchpoint once, and its customer's cases to be made again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection

from scoring.domain.touchpoints import Touchpoint
from scoring.store import touchpoints
from scoring.use_cases.keep_attributes import Told, keep_attributes
from shared.events import Event

# Outside of these a case would begin or close where no calendar reaches.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Received:
    """All that scoring reads of one touchpoint: what scores need of it, and the touchpoint itself but for its time.

    Of one whose customer was erased there is no touchpoint any more.
    """

    told: Told
    happened: Mapping[str, Any] | None


def keep_touchpoints(connection: Connection, received: list[tuple[Event, Received]]) -> None:
    """In any order and again, as it comes. Only who moves the survey service's cursor may call this."""
    keep_attributes(connection, [(event, item.told) for event, item in received])
    news = [
        (event.id, Touchpoint(at=event.time, **item.happened))
        for event, item in received
        if item.happened is not None and _EARLIEST <= event.time <= _LATEST
    ]
    if news:
        touchpoints.mark(connection, touchpoints.insert(connection, news))
