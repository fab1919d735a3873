"""What the demo company's systems tell of a customer, as the survey service takes it."""

from datetime import datetime
from typing import Any


def touchpoint(
    id_: str,
    kind: str,
    at: datetime,
    customer: dict[str, Any],
    context: dict[str, str],
    attributes: dict[str, Any] | None = None,
    *,
    source: str = "/faro/crm",
) -> dict[str, Any]:
    """A CloudEvent; `context` says on which journey, in which stage and channel, whose, and in which segment."""
    return {
        "specversion": "1.0",
        "id": id_,
        "source": source,
        "type": kind,
        "time": at.isoformat(),
        "data": {"customer": customer, **context, "attributes": attributes or {}},
    }
